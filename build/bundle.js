"use strict";var PS=Object.create;var Bo=Object.defineProperty;var LS=Object.getOwnPropertyDescriptor;var IS=Object.getOwnPropertyNames;var CS=Object.getPrototypeOf,DS=Object.prototype.hasOwnProperty;var Hr=(e,t,n)=>()=>{if(n)throw n[0];try{return e&&(t=e(e=0)),t}catch(r){throw n=[r],r}};var L=(e,t)=>()=>{try{return t||e((t={exports:{}}).exports,t),t.exports}catch(n){throw t=0,n}},Ha=(e,t)=>{for(var n in t)Bo(e,n,{get:t[n],enumerable:!0})},Cd=(e,t,n,r)=>{
if(t&&typeof t=="object"||typeof t=="function")for(let o of IS(t))!DS.call(e,o)&&o!==n&&Bo(e,o,{get:()=>t[o],enumerable:!(r=LS(t,o))||r.enumerable});return e};var M=(e,t,n)=>(n=e!=null?PS(CS(e)):{},Cd(t||!e||!e.__esModule?Bo(n,"default",{value:e,enumerable:!0}):n,e)),NS=e=>Cd(Bo({},"__esModule",{value:!0}),e);var Nd=L((tL,Dd)=>{Dd.exports=()=>{throw new Error("./auth0/auth0 is not in this bundle")}});var Bd=L((nL,Fd)=>{Fd.exports=()=>{throw new Error("pug is not in this bundle")}});var Ud=L((rL,Hd)=>{Hd.exports=()=>{throw new Error("edge is not in this bundle")}});var Ur=L((oL,$d)=>{$d.exports=()=>{throw new Error("boom is not in this bundle")}});var Ua=L((iL,Kd)=>{Kd.exports=()=>{throw new Error("request is not in this bundle")}});var jd=L(De=>{De.auth0=Nd();De.fromConnect=De.fromExpress=Vd;De.fromHapi=FS;De.fromServer=De.fromRestify=BS;De.express=function(e,t){e.nodejsCompiler(e.script,function(n,r){
if(n)return t(n);try{r=Vd(r)}catch(o){return t(o)}return t(null,r)})};De.html=function(e,t){Gd(e,t,n=>n)};De.pug=function(e,t){var n=Bd();Gd(e,t,r=>n.render(r))};
De.jade=De.pug;function Gd(e,t,n){t(null,(r,o,i)=>{i.writeHead(200,{"Content-Type":"text/html"});var s=n(e.script);i.end(s)})}De.cs=function(e,t){t(null,Ud().func(
e.script))};var Wd=/[\-\[\]\/\{\}\(\)\*\+\?\.\\\^\$\|]/g;function $a(e){return e.auth0=function(t){return De.auth0(e,t)},e}function Vd(e){return $a(function(t,n,r){
var o=Ka(n.x_wt);return n.originalUrl=n.url,n.url=n.url.replace(o,"/"),n.webtaskContext=Wa(t),e(n,r)})}function FS(e){var t;return e.ext("onRequest",function(n,r){
var o=Ka(n.x_wt.jtn);n.setUrl(n.url.replace(o,"/")),n.webtaskContext=t}),$a(function(n,r,o){var i=e._dispatch();t=Wa(n),i(r,o)})}function BS(e){return $a(function(t,n,r){
var o=Ka(n.x_wt);return n.originalUrl=n.url,n.url=n.url.replace(o,"/"),n.webtaskContext=Wa(t),e.emit("request",n,r)})}var HS=3,US=2,$S=1;function Ka(e){var t=e.
container.replace(Wd,"\\$&"),n=e.jtn?e.jtn.replace(Wd,"\\$&"):"";if(e.url_format===$S)return new RegExp(`^/api/run/${t}/(?:${n}/?)?`);if(e.url_format===US)return new RegExp(
`^/${t}/(?:${n}/?)?`);if(e.url_format===HS)return new RegExp(`^/(?:${n}/?)?`);throw new Error("Unsupported webtask URL format.")}function Wa(e){return e.read=e.
secrets.EXT_STORAGE_URL?n:t,e.write=e.secrets.EXT_STORAGE_URL?o:r,e;function t(i,s,a){var u=Ur();typeof s=="function"&&(a=s,s={}),a(u.preconditionFailed("Storag\
e is not available in this context"))}function n(i,s,a){var u=Ur(),c=Ua();typeof s=="function"&&(a=s,s={}),c({uri:e.secrets.EXT_STORAGE_URL,method:"GET",headers:s.
headers||{},qs:{path:i},json:!0},function(d,f,h){if(d)return a(u.boomify(d,{statusCode:502}));if(f.statusCode===404&&Object.hasOwnProperty.call(s,"defaultValue"))
return a(null,s.defaultValue);if(f.statusCode>=400)return a(new u(h&&h.message,{statusCode:f.statusCode}));a(null,h)})}function r(i,s,a,u){var c=Ur();typeof a==
"function"&&(u=a,a={}),u(c.preconditionFailed("Storage is not available in this context"))}function o(i,s,a,u){var c=Ur(),d=Ua();typeof a=="function"&&(u=a,a={}),
d({uri:e.secrets.EXT_STORAGE_URL,method:"PUT",headers:a.headers||{},qs:{path:i},body:s},function(f,h,p){if(f)return u(c.boomify(f,{statusCode:502}));if(h.statusCode>=
400)return u(new c(p&&p.message,{statusCode:h.statusCode}));u(null)})}}});var Hl=L((BI,Bl)=>{function hx(e,t){for(var n,r=-1,o=e.length;++r<o;){var i=t(e[r]);i!==void 0&&(n=n===void 0?i:n+i)}return n}Bl.exports=hx});var ni=L((HI,Ul)=>{function yx(e){return e}Ul.exports=yx});var rt=L((UI,$l)=>{var gx=Hl(),bx=ni();function wx(e){return e&&e.length?gx(e,bx):0}$l.exports=wx});var Jl=L((jI,Yl)=>{var Ax=typeof global=="object"&&global&&global.Object===Object&&global;Yl.exports=Ax});var Zl=L((qI,Xl)=>{var Rx=Jl(),Ex=typeof self=="object"&&self&&self.Object===Object&&self,kx=Rx||Ex||Function("return this")();Xl.exports=kx});var cu=L((zI,Ql)=>{var _x=Zl(),Tx=_x.Symbol;Ql.exports=Tx});var rf=L((YI,nf)=>{var ef=cu(),tf=Object.prototype,Ox=tf.hasOwnProperty,Mx=tf.toString,Gr=ef?ef.toStringTag:void 0;function Px(e){var t=Ox.call(e,Gr),n=e[Gr];try{
e[Gr]=void 0;var r=!0}catch{}var o=Mx.call(e);return r&&(t?e[Gr]=n:delete e[Gr]),o}nf.exports=Px});var sf=L((JI,of)=>{var Lx=Object.prototype,Ix=Lx.toString;function Cx(e){return Ix.call(e)}of.exports=Cx});var df=L((XI,cf)=>{var af=cu(),Dx=rf(),Nx=sf(),Fx="[object Null]",Bx="[object Undefined]",uf=af?af.toStringTag:void 0;function Hx(e){return e==null?e===void 0?Bx:
Fx:uf&&uf in Object(e)?Dx(e):Nx(e)}cf.exports=Hx});var ff=L((ZI,lf)=>{function Ux(e){return e!=null&&typeof e=="object"}lf.exports=Ux});var mf=L((QI,pf)=>{var $x=df(),Kx=ff(),Wx="[object Symbol]";function Gx(e){return typeof e=="symbol"||Kx(e)&&$x(e)==Wx}pf.exports=Gx});var du=L((eC,hf)=>{var Vx=mf();function jx(e,t,n){for(var r=-1,o=e.length;++r<o;){var i=e[r],s=t(i);if(s!=null&&(a===void 0?s===s&&!Vx(s):n(s,a)))var a=s,u=i}return u}
hf.exports=jx});var gf=L((tC,yf)=>{function qx(e,t){return e<t}yf.exports=qx});var Vr=L((nC,bf)=>{var zx=du(),Yx=gf(),Jx=ni();function Xx(e){return e&&e.length?zx(e,Jx,Yx):void 0}bf.exports=Xx});var Nf=L((VC,Df)=>{function u0(e,t){return e>t}Df.exports=u0});var qn=L((jC,Ff)=>{var c0=du(),d0=Nf(),l0=ni();function f0(e){return e&&e.length?c0(e,l0,d0):void 0}Ff.exports=f0});var Fp=L((bN,Np)=>{Np.exports=()=>{throw new Error("./streams.cjs is not in this bundle")}});async function*Iu(e,t=!0){for(let n of e)if("stream"in n)yield*n.stream();else if(ArrayBuffer.isView(n))if(t){let r=n.byteOffset,o=n.byteOffset+n.byteLength;for(;r!==
o;){let i=Math.min(o-r,Bp),s=n.buffer.slice(r,r+i);r+=s.byteLength,yield new Uint8Array(s)}}else yield n;else{let r=0,o=n;for(;r!==o.size;){let s=await o.slice(
r,Math.min(o.size,r+Bp)).arrayBuffer();r+=s.byteLength,yield new Uint8Array(s)}}}var wN,Bp,Hp,AA,Rt,Jr=Hr(()=>{wN=M(Fp(),1);Bp=65536;Hp=class Cu{#e=[];#t="";#n=0;#r="\
transparent";constructor(t=[],n={}){if(typeof t!="object"||t===null)throw new TypeError("Failed to construct 'Blob': The provided value cannot be converted to a\
 sequence.");if(typeof t[Symbol.iterator]!="function")throw new TypeError("Failed to construct 'Blob': The object must have a callable @@iterator property.");if(typeof n!=
"object"&&typeof n!="function")throw new TypeError("Failed to construct 'Blob': parameter 2 cannot convert to dictionary.");n===null&&(n={});let r=new TextEncoder;
for(let i of t){let s;ArrayBuffer.isView(i)?s=new Uint8Array(i.buffer.slice(i.byteOffset,i.byteOffset+i.byteLength)):i instanceof ArrayBuffer?s=new Uint8Array(i.
slice(0)):i instanceof Cu?s=i:s=r.encode(`${i}`),this.#n+=ArrayBuffer.isView(s)?s.byteLength:s.size,this.#e.push(s)}this.#r=`${n.endings===void 0?"transparent":
n.endings}`;let o=n.type===void 0?"":String(n.type);this.#t=/^[\x20-\x7E]*$/.test(o)?o:""}get size(){return this.#n}get type(){return this.#t}async text(){let t=new TextDecoder,
n="";for await(let r of Iu(this.#e,!1))n+=t.decode(r,{stream:!0});return n+=t.decode(),n}async arrayBuffer(){let t=new Uint8Array(this.size),n=0;for await(let r of Iu(
this.#e,!1))t.set(r,n),n+=r.length;return t.buffer}stream(){let t=Iu(this.#e,!0);return new globalThis.ReadableStream({type:"bytes",async pull(n){let r=await t.
next();r.done?n.close():n.enqueue(r.value)},async cancel(){await t.return()}})}slice(t=0,n=this.size,r=""){let{size:o}=this,i=t<0?Math.max(o+t,0):Math.min(t,o),
s=n<0?Math.max(o+n,0):Math.min(n,o),a=Math.max(s-i,0),u=this.#e,c=[],d=0;for(let h of u){if(d>=a)break;let p=ArrayBuffer.isView(h)?h.byteLength:h.size;if(i&&p<=
i)i-=p,s-=p;else{let m;ArrayBuffer.isView(h)?(m=h.subarray(i,Math.min(p,s)),d+=m.byteLength):(m=h.slice(i,Math.min(p,s)),d+=m.size),s-=p,c.push(m),i=0}}let f=new Cu(
[],{type:String(r).toLowerCase()});return f.#n=a,f.#e=c,f}get[Symbol.toStringTag](){return"Blob"}static[Symbol.hasInstance](t){return t&&typeof t=="object"&&typeof t.
constructor=="function"&&(typeof t.stream=="function"||typeof t.arrayBuffer=="function")&&/^(Blob|File)$/.test(t[Symbol.toStringTag])}};Object.defineProperties(
Hp.prototype,{size:{enumerable:!0},type:{enumerable:!0},slice:{enumerable:!0}});AA=Hp,Rt=AA});var RA,EA,Qn,Du=Hr(()=>{Jr();RA=class extends Rt{#e=0;#t="";constructor(t,n,r={}){if(arguments.length<2)throw new TypeError(`Failed to construct 'File': 2 argum\
ents required, but only ${arguments.length} present.`);super(t,r),r===null&&(r={});let o=r.lastModified===void 0?Date.now():Number(r.lastModified);Number.isNaN(
o)||(this.#e=o),this.#t=String(n)}get name(){return this.#t}get lastModified(){return this.#e}get[Symbol.toStringTag](){return"File"}static[Symbol.hasInstance](t){
return!!t&&t instanceof Rt&&/^(File)$/.test(t[Symbol.toStringTag])}},EA=RA,Qn=EA});function Kp(e,t=Rt){var n=`${Up()}${Up()}`.replace(/\./g,"").slice(-28).padStart(32,"-"),r=[],o=`--${n}\r
Content-Disposition: form-data; name="`;return e.forEach((i,s)=>typeof i=="string"?r.push(o+Nu(s)+`"\r
\r
${i.replace(/\r(?!\n)|(?<!\r)\n/g,`\r
`)}\r
`):r.push(o+Nu(s)+`"; filename="${Nu(i.name,1)}"\r
Content-Type: ${i.type||"application/octet-stream"}\r
\r
`,i,`\r
`)),r.push(`--${n}--`),new t(r,{type:"multipart/form-data; boundary="+n})}var Xr,kA,_A,Up,TA,$p,Nu,gn,bn,xi=Hr(()=>{Jr();Du();({toStringTag:Xr,iterator:kA,hasInstance:_A}=
Symbol),Up=Math.random,TA="append,set,get,getAll,delete,keys,values,entries,forEach,constructor".split(","),$p=(e,t,n)=>(e+="",/^(Blob|File)$/.test(t&&t[Xr])?[(n=
n!==void 0?n+"":t[Xr]=="File"?t.name:"blob",e),t.name!==n||t[Xr]=="blob"?new Qn([t],n,t):t]:[e,t+""]),Nu=(e,t)=>(t?e:e.replace(/\r?\n|\r/g,`\r
`)).replace(/\n/g,"%0A").replace(/\r/g,"%0D").replace(/"/g,"%22"),gn=(e,t,n)=>{if(t.length<n)throw new TypeError(`Failed to execute '${e}' on 'FormData': ${n} a\
rguments required, but only ${t.length} present.`)},bn=class{#e=[];constructor(...t){if(t.length)throw new TypeError("Failed to construct 'FormData': parameter \
1 is not of type 'HTMLFormElement'.")}get[Xr](){return"FormData"}[kA](){return this.entries()}static[_A](t){return t&&typeof t=="object"&&t[Xr]==="FormData"&&!TA.
some(n=>typeof t[n]!="function")}append(...t){gn("append",arguments,2),this.#e.push($p(...t))}delete(t){gn("delete",arguments,1),t+="",this.#e=this.#e.filter(([
n])=>n!==t)}get(t){gn("get",arguments,1),t+="";for(var n=this.#e,r=n.length,o=0;o<r;o++)if(n[o][0]===t)return n[o][1];return null}getAll(t,n){return gn("getAll",
arguments,1),n=[],t+="",this.#e.forEach(r=>r[0]===t&&n.push(r[1])),n}has(t){return gn("has",arguments,1),t+="",this.#e.some(n=>n[0]===t)}forEach(t,n){gn("forEac\
h",arguments,1);for(var[r,o]of this)t.call(n,o,r,this)}set(...t){gn("set",arguments,2);var n=[],r=!0;t=$p(...t),this.#e.forEach(o=>{o[0]===t[0]?r&&(r=!n.push(t)):
n.push(o)}),r&&n.push(t),this.#e=n}*entries(){yield*this.#e}*keys(){for(var[t]of this)yield t}*values(){for(var[,t]of this)yield t}}});var qp=L((LN,jp)=>{if(!globalThis.DOMException)try{let{MessageChannel:e}=require("worker_threads"),t=new e().port1,n=new ArrayBuffer;t.postMessage(n,[n,n])}catch(e){
e.constructor.name==="DOMException"&&(globalThis.DOMException=e.constructor)}jp.exports=globalThis.DOMException});var Ri,OA,DN,Bu=Hr(()=>{Ri=require("node:fs"),OA=M(qp(),1);Du();Jr();({stat:DN}=Ri.promises)});var Yp={};Ha(Yp,{toFormData:()=>NA});function DA(e){let t=e.match(/\bfilename=("(.*?)"|([^()<>@,;:\\"/[\]?={}\s\t]+))($|;\s)/i);if(!t)return;let n=t[2]||t[3]||"",
r=n.slice(n.lastIndexOf("\\")+1);return r=r.replace(/%22/g,'"'),r=r.replace(/&#(\d{4});/g,(o,i)=>String.fromCharCode(i)),r}async function NA(e,t){if(!/multipart/i.
test(t))throw new TypeError("Failed to fetch");let n=t.match(/boundary=(?:"([^"]+)"|([^;]+))/i);if(!n)throw new TypeError("no or bad content-type header, no mul\
tipart boundary");let r=new Hu(n[1]||n[2]),o,i,s,a,u,c,d=[],f=new bn,h=S=>{s+=w.decode(S,{stream:!0})},p=S=>{d.push(S)},m=()=>{let S=new Qn(d,c,{type:u});f.append(
a,S)},b=()=>{f.append(a,s)},w=new TextDecoder("utf-8");w.decode(),r.onPartBegin=function(){r.onPartData=h,r.onPartEnd=b,o="",i="",s="",a="",u="",c=null,d.length=
0},r.onHeaderField=function(S){o+=w.decode(S,{stream:!0})},r.onHeaderValue=function(S){i+=w.decode(S,{stream:!0})},r.onHeaderEnd=function(){if(i+=w.decode(),o=o.
toLowerCase(),o==="content-disposition"){let S=i.match(/\bname=("([^"]*)"|([^()<>@,;:\\"/[\]?={}\s\t]+))/i);S&&(a=S[2]||S[3]||""),c=DA(i),c&&(r.onPartData=p,r.onPartEnd=
m)}else o==="content-type"&&(u=i);i="",o=""};for await(let S of e)r.write(S);return r.end(),f}var lt,V,zp,zt,Ei,ki,MA,Qr,PA,LA,IA,CA,wn,Hu,Jp=Hr(()=>{Bu();xi();
lt=0,V={START_BOUNDARY:lt++,HEADER_FIELD_START:lt++,HEADER_FIELD:lt++,HEADER_VALUE_START:lt++,HEADER_VALUE:lt++,HEADER_VALUE_ALMOST_DONE:lt++,HEADERS_ALMOST_DONE:lt++,
PART_DATA_START:lt++,PART_DATA:lt++,END:lt++},zp=1,zt={PART_BOUNDARY:zp,LAST_BOUNDARY:zp*=2},Ei=10,ki=13,MA=32,Qr=45,PA=58,LA=97,IA=122,CA=e=>e|32,wn=()=>{},Hu=
class{constructor(t){this.index=0,this.flags=0,this.onHeaderEnd=wn,this.onHeaderField=wn,this.onHeadersEnd=wn,this.onHeaderValue=wn,this.onPartBegin=wn,this.onPartData=
wn,this.onPartEnd=wn,this.boundaryChars={},t=`\r
--`+t;let n=new Uint8Array(t.length);for(let r=0;r<t.length;r++)n[r]=t.charCodeAt(r),this.boundaryChars[n[r]]=!0;this.boundary=n,this.lookbehind=new Uint8Array(
this.boundary.length+8),this.state=V.START_BOUNDARY}write(t){let n=0,r=t.length,o=this.index,{lookbehind:i,boundary:s,boundaryChars:a,index:u,state:c,flags:d}=this,
f=this.boundary.length,h=f-1,p=t.length,m,b,w=v=>{this[v+"Mark"]=n},S=v=>{delete this[v+"Mark"]},x=(v,O,k,z)=>{(O===void 0||O!==k)&&this[v](z&&z.subarray(O,k))},
A=(v,O)=>{let k=v+"Mark";k in this&&(O?(x(v,this[k],n,t),delete this[k]):(x(v,this[k],t.length,t),this[k]=0))};for(n=0;n<r;n++)switch(m=t[n],c){case V.START_BOUNDARY:
if(u===s.length-2){if(m===Qr)d|=zt.LAST_BOUNDARY;else if(m!==ki)return;u++;break}else if(u-1===s.length-2){if(d&zt.LAST_BOUNDARY&&m===Qr)c=V.END,d=0;else if(!(d&
zt.LAST_BOUNDARY)&&m===Ei)u=0,x("onPartBegin"),c=V.HEADER_FIELD_START;else return;break}m!==s[u+2]&&(u=-2),m===s[u+2]&&u++;break;case V.HEADER_FIELD_START:c=V.HEADER_FIELD,
w("onHeaderField"),u=0;case V.HEADER_FIELD:if(m===ki){S("onHeaderField"),c=V.HEADERS_ALMOST_DONE;break}if(u++,m===Qr)break;if(m===PA){if(u===1)return;A("onHeade\
rField",!0),c=V.HEADER_VALUE_START;break}if(b=CA(m),b<LA||b>IA)return;break;case V.HEADER_VALUE_START:if(m===MA)break;w("onHeaderValue"),c=V.HEADER_VALUE;case V.
HEADER_VALUE:m===ki&&(A("onHeaderValue",!0),x("onHeaderEnd"),c=V.HEADER_VALUE_ALMOST_DONE);break;case V.HEADER_VALUE_ALMOST_DONE:if(m!==Ei)return;c=V.HEADER_FIELD_START;
break;case V.HEADERS_ALMOST_DONE:if(m!==Ei)return;x("onHeadersEnd"),c=V.PART_DATA_START;break;case V.PART_DATA_START:c=V.PART_DATA,w("onPartData");case V.PART_DATA:
if(o=u,u===0){for(n+=h;n<p&&!(t[n]in a);)n+=f;n-=h,m=t[n]}if(u<s.length)s[u]===m?(u===0&&A("onPartData",!0),u++):u=0;else if(u===s.length)u++,m===ki?d|=zt.PART_BOUNDARY:
m===Qr?d|=zt.LAST_BOUNDARY:u=0;else if(u-1===s.length)if(d&zt.PART_BOUNDARY){if(u=0,m===Ei){d&=~zt.PART_BOUNDARY,x("onPartEnd"),x("onPartBegin"),c=V.HEADER_FIELD_START;
break}}else d&zt.LAST_BOUNDARY&&m===Qr?(x("onPartEnd"),c=V.END,d=0):u=0;if(u>0)i[u-1]=m;else if(o>0){let v=new Uint8Array(i.buffer,i.byteOffset,i.byteLength);x(
"onPartData",0,o,v),o=0,w("onPartData"),n--}break;case V.END:break;default:throw new Error(`Unexpected state entered: ${c}`)}A("onHeaderField"),A("onHeaderValue"),
A("onPartData"),this.index=u,this.state=c,this.flags=d}end(){if(this.state===V.HEADER_FIELD_START&&this.index===0||this.state===V.PART_DATA&&this.index===this.boundary.
length)this.onPartEnd();else if(this.state!==V.END)throw new Error("MultipartParser.end(): stream ended unexpectedly")}}});var rS=L((uY,nS)=>{nS.exports=Promise});var iS=L((cY,oS)=>{function Pa(e){Error.call(this,e),this.name="ArgumentError",this.message=e,this.status=400}Pa.prototype=Object.create(Error.prototype);Pa.prototype.
constructor=Pa;oS.exports=Pa});var aS=L((dY,sS)=>{function La(e){Error.call(this,e),this.name="ForbiddenError",this.message=e,this.status=403}La.prototype=Object.create(Error.prototype);La.prototype.
constructor=La;sS.exports=La});var cS=L((lY,uS)=>{function Ia(e,t){Error.call(this,e),this.name="HookTokenError",this.message=e,this.status=401,this.innerError=t}Ia.prototype=Object.create(Error.
prototype);Ia.prototype.constructor=Ia;uS.exports=Ia});var lS=L((fY,dS)=>{function Ca(e,t,n){Error.call(this,t),this.name="ManagementApiError",this.code=e,this.message=t,this.status=n||400}Ca.prototype=Object.create(
Error.prototype);Ca.prototype.constructor=Ca;dS.exports=Ca});var pS=L((pY,fS)=>{function Da(e){Error.call(this,e),this.name="NotFoundError",this.message=e,this.status=404}Da.prototype=Object.create(Error.prototype);Da.prototype.
constructor=Da;fS.exports=Da});var hS=L((mY,mS)=>{function Na(e){Error.call(this,e),this.name="UnauthorizedError",this.message=e,this.status=401}Na.prototype=Object.create(Error.prototype);Na.
prototype.constructor=Na;mS.exports=Na});var gS=L((hY,yS)=>{function Fa(e){Error.call(this,e),this.name="ValidationError",this.message=e,this.status=400}Fa.prototype=Object.create(Error.prototype);Fa.prototype.
constructor=Fa;yS.exports=Fa});var bS=L((yY,cn)=>{cn.exports.ArgumentError=iS();cn.exports.ForbiddenError=aS();cn.exports.HookTokenError=cS();cn.exports.ManagementApiError=lS();cn.exports.NotFoundError=
pS();cn.exports.UnauthorizedError=hS();cn.exports.ValidationError=gS()});var vS=L((gY,SS)=>{var wS=rS(),$P=bS().ArgumentError;function Ba(e,t){if(e==null)throw new $P("Must provide the Webtask storage object");t=t||{force:1},this.storage=
e,this.options=t,this.defaultData=t.defaultData||{}}Ba.prototype.read=function(){let e=this;return new wS(function(n,r){e.storage.get(function(o,i){return o?r(o):
n(i||e.defaultData)})})};Ba.prototype.write=function(e){let t=this;return new wS(function(n,r){t.storage.set(e,t.options,function(o){return o?r(o):n()})})};Ba.prototype.
writeRetryCondition=function(e){return e.code===409};SS.exports=Ba});var QP={};Ha(QP,{webtask:()=>jP});module.exports=NS(QP);var OS=M(jd());var qd="0.1.0";function Fn(e,t,n){return{...n.encode(t(e)),logId:e.log_id}}var zd=["caught-up","out-of-time","rate-limited","stopped","misconfigured"];function Ga(e){return e.reduce((t,n)=>zd.indexOf(n.outcome)>zd.indexOf(t.outcome)?n:
t,e[0]??{outcome:"caught-up"})}function Bn(e,t){switch(e.status){case"misconfigured":return{outcome:"misconfigured",problems:[e.problem]};case"retry":return e.isRateLimited===
!0?{outcome:"rate-limited",reason:e.reason}:t?{outcome:"out-of-time",reason:e.reason}:{outcome:"stopped",reason:e.reason};case"stopped":return{outcome:"stopped",
reason:e.reason}}}function dn(e){switch(e.status){case"lease-lost":return{outcome:"stopped",reason:"another run took over the lease"};case"overruled":return{outcome:"\
stopped",reason:e.reason};case"failed":return{outcome:"stopped",reason:`the state could not be stored: ${e.reason}`}}}function Ho(e){let t=new Set(e.map(({ending:i})=>Yd(i))),n=new Set(e.map(({ending:i})=>i.outcome));if(t.size<2&&n.size<2)return Ga(e.map(i=>i.ending));let r=e.map(
WS),o=r.flatMap(i=>i.problems??[]);return{...Ga(r),...o.length===0?{}:{problems:o}}}function WS({destination:e,ending:t}){let{outcome:n,reason:r,problems:o}=t,i=s=>`${e}\
: ${s}`;return{outcome:n,...r===void 0?{}:{reason:i(r)},...o===void 0?{}:{problems:o.map(i)}}}function $r(e,t){let n=Yd(e);return{outcome:e.outcome,...n===void 0?
{}:{reason:n},...t}}function wt(e,t){let n=e.deliveries.find(i=>i.destination===t);if(n===void 0)return;if(n.fate!==void 0)return n.fate;let{lagMs:r,lastExportedAtMs:o}=e;
return $r(e,{...r===void 0?{}:{lagMs:r},...o===void 0?{}:{lastExportedAtMs:o}})}function Yd({reason:e,problems:t}){return e??t?.[0]}var Va="Logs may be missing";function St(e){return e.startsWith(Va)}var GS=20;function Ht(e,t=[]){return[...new Set([...e,...t])].slice(-GS)}var VS=30*6e4;function Xd(e,t){let{outcome:n,deliveries:r,warnings:o=[],endedAtMs:i}=e;return n!=="caught-up"||o.length>0||r.some(({logs:s,deadLetters:a=0})=>s>
0||a>0)?!0:t===void 0||Jd(t.endedAtMs)!==Jd(i)}function Jd(e){return Math.floor(e/VS)}function Zd(e,t,{version:n,auth0Domain:r}){let{runId:o,startedAtMs:i,endedAtMs:s,
warnings:a=[]}=e,u=wt(e,t)??{...e,reason:qS(e)},{reason:c=""}=u,d=e.deliveries.find(f=>f.destination===t);return{run_id:o,started_at:ja(i),ended_at:ja(s),trigger:e.
work??e.trigger,destination:t,outcome:u.outcome,...c===""?{}:{reason:c},logs:d?.logs??0,dead_letters:d?.deadLetters??0,...u.lagMs===void 0?{}:{lag_seconds:Math.
round(u.lagMs/1e3)},gap:jS(e,u),...a.length===0?{}:{warnings:a.join(" ")},version:n,auth0_domain:r}}function jS({deliveries:e,warnings:t=[]},n){return e.some(r=>r.
fate?.hasGap)?n.hasGap===!0:t.some(St)}function qS({reason:e,problems:t=[]}){return e??t.join(" ")}var qa="connection-test";function Qd(e,t,{version:n,auth0Domain:r}){
let o=ja(e);return{run_id:`test-${o}`,started_at:o,ended_at:o,trigger:"administrator",destination:t,outcome:qa,logs:0,dead_letters:0,gap:!1,version:n,auth0_domain:r}}
function ja(e){return new Date(e).toISOString()}var zS="exporter_test";function el(e){let t=new Date(e).toISOString();return{log_id:`test-${t}`,date:t,type:zS,description:"A test record that the exporter sent\
 when somebody tested the connections on its page. Nothing happened in the tenant."}}async function tl(e,t){let n=el(e.clock.now()),[r,...o]=await Promise.all([YS(e,t),...e.destinations.map(i=>JS(e,i,n,t)),...e.healthSenders.map(i=>XS(e,i,t))]);
return[...r,...o]}async function YS({domain:e,tokens:t,probe:n,clock:r},o){t.forget();let i=QS(await t.getToken(o-r.now()),e);return i.isOk?[i,ev(await n.newest(
o-r.now()))]:[i,ZS]}async function JS({toRecord:e,clock:t},n,r,o){let i=Fn(r,e,n),s=await n.deliver([i],o-t.now());return{what:"deliver",destination:n.kind,isOk:s.
status==="accepted",text:rl(s,"test record",`type ${i.logType}`)}}async function XS({exporter:e,clock:t},{destination:n,deliverRow:r},o){let i=t.now(),s=await r(
Qd(i,n,e),o-i);return{what:"tell-health",destination:n,isOk:s.status==="accepted",text:rl(s,"health row",`outcome ${qa}`)}}var ZS={what:"read-log",isOk:!1,text:"\
Reading a log was not tried, because there is no token for it."},nl="This may pass by itself: try again in some minutes.";function QS(e,t){let n="sign-in";switch(e.
status){case"token":return{what:n,isOk:!0,text:`Auth0 gave a token for ${t}.`};case"misconfigured":return{what:n,isOk:!1,text:Hn(`Auth0 gave no token: ${e.problem}`)};case"\
retry":{let r=`${Hn(`Auth0 gave no token: ${e.reason}`)} ${nl}`;return{what:n,isOk:!1,text:r}}}}function ev(e){let t="read-log";switch(e.status){case"found":return{
what:t,isOk:!0,text:`Read the newest log, ${tv(e.atMs)}.`};case"none":return{what:t,isOk:!0,text:"The tenant has no log yet, but reading is allowed."};case"fail\
ed":return{what:t,isOk:!1,text:Hn(`No log could be read: ${e.reason}`)}}}function tv(e){return e===void 0?"which does not say when it happened":`of ${new Date(e).
toISOString().replace(/\.\d+Z$/,"Z")}`}function rl(e,t,n){switch(e.status){case"accepted":return`Azure accepted the ${t}. It shows in its table as ${n}, within \
some minutes.`;case"retry":return`${Hn(`Azure did not confirm the ${t}: ${e.reason}`)} ${nl}`;case"refused":return Hn(`Azure refused the ${t}: ${e.reason}`);case"\
misconfigured":return Hn(`Azure did not take the ${t}: ${e.problem}`)}}function Hn(e){return/[.!?]$/.test(e)?e:`${e}.`}async function Un(e,t,n){let r,o=await e.send({method:"POST",...t,timeoutMs:n,maxResponseBytes:1e5,onHead:i=>{r=i}});return o.status==="answered"||!nv(r)?o:{status:"\
answered",...r,body:""}}function nv(e){return e!==void 0&&e.statusCode>=300&&e.statusCode!==400}function Uo(e,t){let n=Date.parse(e.header("date")??"");return Math.abs(n-t)>5e3?n:t}function ct(e,t){let n=e.header("retry-after")?.trim();if(n===void 0||n==="")return;if(/^\d{1,9}$/.test(n))return Number(n)*1e3;let r=Date.parse(n);return Number.
isNaN(r)?void 0:Math.max(0,r-Uo(e,t))}function $o({statusCode:e},t){return`Azure answered ${e}${t===""?"":` ${t}`}`}function Ko(e,t,n){let{statusCode:r}=e;if(r>=200&&r<300)return rv(e);if(r!==408&&r!==
429&&r<500)return;let o=ct(e,n);return{status:"retry",reason:t,isRateLimited:r===429,...o===void 0?{}:{waitMs:o}}}function rv(e){return za(e)?{status:"retry",reason:`\
something other than Azure answered ${e.statusCode} with a web page`}:{status:"accepted"}}function za({body:e,header:t}){return/^\s*</.test(e)||e!==""&&/html/i.
test(t("content-type")??"")}function $n({reason:e},t){return{status:"retry",reason:/ENOTFOUND|EAI_AGAIN/.test(e)?`${e}; ${t}`:e}}function Wo(e,t){return{status:"\
misconfigured",problem:`${e}. ${t} Nothing was lost: the export goes on where it stopped.`}}function Go(e){return typeof e=="string"&&/^[A-Za-z]{1,40}$/.test(e)?
e:""}var ov=1e6,Ya="Microsoft ended support for the HTTP Data Collector API on 14 September 2026 and may have switched it off",iv={InactiveCustomer:"The workspace is\
 closed: reopen it, or enter another in LOGANALYTICS_WORKSPACEID.",InvalidApiVersion:"LOGANALYTICS_APIVERSION is not known to the service: 2016-04-01 is.",MissingApiVersion:"\
LOGANALYTICS_ENDPOINT must not remove the query of the address.",InvalidCustomerId:"LOGANALYTICS_WORKSPACEID is not the id of a workspace.",InvalidLogType:"LOGA\
NALYTICS_NAMESPACE must begin with a letter and hold only letters, digits and underscores."};function ol(e,t,n){let{statusCode:r}=e,o=av(e.body),i=$o(e,o),s=Ko(
e,i,n);return s!==void 0?s:r===413||r===404&&t>=ov?{status:"refused",reason:`${i}: the batch is too large`}:r===400&&o==="InvalidDataFormat"?{status:"refused",reason:`${i}\
: a record cannot be read`}:Wo(i,sv(r,o))}function il(e){return $n(e,`check LOGANALYTICS_WORKSPACEID and LOGANALYTICS_CLOUD. ${Ya}`)}function sv(e,t){return e===
403?`LOGANALYTICS_WORKSPACEKEY is not a key of the workspace LOGANALYTICS_WORKSPACEID, the workspace does not allow shared keys (local authentication is off), o\
r the clock of the machine that sends is minutes off. If all are right: ${Ya}.`:e===404||e===410?`Check LOGANALYTICS_WORKSPACEID, LOGANALYTICS_CLOUD and LOGANAL\
YTICS_ENDPOINT. If they are right: ${Ya}.`:e>=300&&e<400?"LOGANALYTICS_ENDPOINT leads to another address: enter that one.":iv[t]??"The service refuses every bat\
ch, or something on the way to it does: check LOGANALYTICS_ENDPOINT and any proxy."}function av(e){try{let{Error:t}=JSON.parse(e);return Go(t)}catch{return""}}var uv=Buffer.from("["),cv=Buffer.from(","),dv=Buffer.from("]");function Vo(e){let t=e.flatMap(({bytes:n})=>[cv,n]);return Buffer.concat([uv,...t.slice(1),dv])}var sl=require("node:crypto");function al(e,t,n,r){let o=`POST
${n}
application/json
x-ms-date:${r}
/api/logs`,i=Buffer.from(t,"base64"),s=(0,sl.createHmac)("sha256",i).update(o,"utf8").digest("base64");return`SharedKey ${e}:${s}`}function ul(e,t,n){let r=Vo(t),o=new Date(n).toUTCString(),{workspaceId:i,workspaceKey:s,logType:a,resourceId:u,url:c,timeColumn:d}=e,f={authorization:al(i,s,r.
length,o),"content-type":"application/json","log-type":a,"x-ms-date":o,"time-generated-field":d,...u===void 0?{}:{"x-ms-AzureResourceId":u}};return{url:c,headers:f,
body:r}}function jo(e,t,n){return async(r,o)=>{let i=ul(e,r,n.now()),s=await Un(t,i,o);return s.status==="answered"?ol(s,i.body.length,n.now()):il(s)}}var lv=new TextEncoder;function cl(e,t){return e.length*3>t&&Buffer.byteLength(e)>t}function Ja(e,t){let{read:n}=lv.encodeInto(e,new Uint8Array(Math.max(0,t)));
return e.slice(0,n)}function ln(e){let t=2;for(let n=0;n<e.length;n+=1){let r=e.charCodeAt(n);dl(e,r,n)?(t+=4,n+=1):t+=ll(r)}return t}function qo(e,t){let n=t-2,
r=0;for(;r<e.length;){let o=e.charCodeAt(r),i=dl(e,o,r);if(n-=i?4:ll(o),n<0)break;r+=i?2:1}return e.slice(0,r)}function dl(e,t,n){if(t<55296||t>56319||n+1>=e.length)
return!1;let r=e.charCodeAt(n+1);return r>=56320&&r<=57343}function ll(e){return e<32?fv(e)?2:6:e<128?e===34||e===92?2:1:e<2048?2:e>=55296&&e<=57343?6:3}function fv(e){
return e===8||e===9||e===10||e===12||e===13}var nt=[],Kr=[{name:"log_id",kind:"text",meaning:"unique id of the log, 56 digits"},{name:"date",kind:"time",meaning:"when it happened, as Auth0 gave it"},{name:"\
type",kind:"text",meaning:"Auth0's code of the log type"},{name:"event",kind:"text",sources:nt,meaning:"name of the log type; its code when unknown"},{name:"cat\
egory",kind:"text",sources:nt,meaning:"group of the type in Auth0's catalog; absent when unknown"},{name:"level",kind:"number",sources:nt,meaning:"0 debug, 1 in\
fo, 2 warning, 3 error, 4 critical"},{name:"severity",kind:"text",sources:nt,meaning:"the word for the level"},{name:"description",kind:"text",meaning:"what hap\
pened, in words"},{name:"connection",kind:"text",meaning:"name of the connection"},{name:"connection_id",kind:"text",meaning:"id of the connection"},{name:"clie\
nt_id",kind:"text",meaning:"id of the application"},{name:"client_name",kind:"text",meaning:"name of the application"},{name:"ip",kind:"text",meaning:"address t\
he request came from, IPv4 or IPv6"},{name:"client_ip",kind:"text",meaning:"address of the application's own client, when it was handed on"},{name:"user_agent",
kind:"text",meaning:"user agent, raw or in Auth0's short form"},{name:"os",kind:"text",sources:nt,meaning:"operating system, from the user agent"},{name:"os_ver\
sion",kind:"text",sources:nt,meaning:"version of the operating system"},{name:"browser",kind:"text",sources:nt,meaning:"browser or client program, from the user\
 agent"},{name:"browser_version",kind:"text",sources:nt,meaning:"version of the browser"},{name:"device",kind:"text",sources:nt,meaning:"maker and model, or des\
ktop, mobile, tablet, tv, bot"},{name:"is_mobile",kind:"boolean",sources:["isMobile","is_mobile"],meaning:"whether Auth0 took the client for a mobile one"},{name:"\
hostname",kind:"text",meaning:"host that the request was sent to"},{name:"user_id",kind:"text",meaning:"id of the user"},{name:"user_name",kind:"text",meaning:"\
name or e-mail address of the user"},{name:"identity_user_id",kind:"text",meaning:"user's id at the identity provider"},{name:"strategy",kind:"text",meaning:"ki\
nd of identity provider"},{name:"strategy_type",kind:"text",meaning:"database, social, enterprise, passwordless"},{name:"organization_id",kind:"text",meaning:"i\
d of the organization"},{name:"organization_name",kind:"text",meaning:"name of the organization"},{name:"audience",kind:"text",meaning:"API that a token was ask\
ed for"},{name:"scope",kind:"text",meaning:"scopes, separated by spaces"},{name:"tenant_name",kind:"text",meaning:"name of the tenant"},{name:"environment_name",
kind:"text",meaning:"Auth0's environment, such as prod-us-1"},{name:"agent_id",kind:"text",meaning:"id of the AI agent that acted"},{name:"external_agent_id",kind:"\
text",meaning:"id of the AI agent outside Auth0"},{name:"mtls_thumbprint_sha256",kind:"text",meaning:"thumbprint of the client's certificate"},{name:"transactio\
n_linking_id",kind:"text",meaning:"joins the logs of one transaction"},{name:"session_connection",kind:"text",meaning:"connection that the session came from"},{
name:"email",kind:"text",meaning:"e-mail address"},{name:"title",kind:"text",meaning:"title of a notice"},{name:"tracking_id",kind:"text",meaning:"Auth0's track\
ing id"},{name:"details",kind:"json",meaning:"what belongs to the type: request, response, error, prompts"},{name:"location_info",kind:"json",meaning:"place of \
the address: country, city, coordinates"},{name:"auth0_client",kind:"json",meaning:"the application's Auth0 library"},{name:"references",kind:"json",meaning:"co\
rrelation and trace ids"},{name:"security_context",kind:"json",meaning:"fingerprints of the TLS connection"},{name:"event_schema",kind:"json",sources:["$event_s\
chema"],meaning:"version of the event's schema"},{name:"body",kind:"json",meaning:"body of the request"},{name:"query",kind:"json",meaning:"query of the request"},
{name:"additional_fields",kind:"json",sources:nt,meaning:"every field that has no column of its own"},{name:"truncated_fields",kind:"text",sources:nt,meaning:"c\
olumns that were shortened to fit, separated by commas"}],pv=new Map(Kr.map(({name:e,kind:t})=>[e,t]));function Xa(e){return pv.get(e)??"text"}function zo(e,t){let n=t/e.length;for(;;){let r=0,o=0;for(let s=0;s<e.length;s+=1){let a=e[s]??0;a<=n?r+=a:o+=1}if(o===0)return Number.POSITIVE_INFINITY;let i=(t-
r)/o;if(i-n<=Math.abs(n)*.001)return n;n=i}}var Qa=64,eu=40,mv="[cut]",hv=256;function tu(e,t){if(!(t<Qa))try{let n=JSON.parse(e),r=new Map;return JSON.stringify(ml(n,Yo(n,r),t,r))}catch{return JSON.stringify(
hl(e,t))}}function Yo(e,t){if(typeof e=="string")return ln(e);if(typeof e!="object"||e===null)return String(e).length;let n=t.get(e);if(n!==void 0)return n.size;
let r=Array.isArray(e)?[]:Object.keys(e),o=Array.isArray(e)?yv(e,t):gv(e,r,t);return o>=hv&&t.set(e,{size:o,names:r}),o}function yv(e,t){let n=2+Math.max(0,e.length-
1);for(let r of e)n+=Yo(r,t);return n}function gv(e,t,n){let r=2+Math.max(0,t.length-1);for(let o of t)r+=ln(o)+1+Yo(e[o],n);return r}function ml(e,t,n,r){if(t<=
n)return e;if(typeof e=="string")return hl(e,n);if(typeof e!="object"||e===null)return e;if(Array.isArray(e)){let f=Float64Array.from(e,()=>1),{kept:h,droppedBytes:p}=fl(
e,f,n,r),m=h.map(([,b])=>b);return p===0?m:[...m,Za(p)]}let o=e,i=r.get(o)?.names??Object.keys(o),s=i.map(f=>o[f]),a=Float64Array.from(i,f=>ln(f)+2),{kept:u,droppedBytes:c}=fl(
s,a,n,r),d=u.map(([f,h])=>[i[f]??"",h]);return c>0&&d.push([mv,Za(c)]),Object.fromEntries(d)}function fl(e,t,n,r){let o=Float64Array.from(e,f=>Yo(f,r)),i=bv(o,t,
n-2),s=n-2-(i.length<e.length?eu:0),a=pl(o)+pl(t);for(let f of i)s-=t[f]??0,a-=(t[f]??0)+(o[f]??0);let u=i.map(f=>o[f]??0),c=Math.max(Qa,Math.floor(zo(u,s)));return{
kept:i.map(f=>{let h=o[f]??0;return[f,ml(e[f],h,Math.min(h,c),r)]}),droppedBytes:a}}function bv(e,t,n){let r=a=>(t[a]??0)+Math.min(e[a]??0,Qa),o=Array.from(e,(a,u)=>u),
i=0;for(let a of o)i+=r(a);if(i<=n)return o;let s=n-eu;return o.filter(a=>{let u=r(a);return u>s?!1:(s-=u,!0)})}function hl(e,t){let n=qo(e,t-eu);return n+Za(Buffer.
byteLength(e)-Buffer.byteLength(n))}function Za(e){return`[cut: ${e} bytes]`}function pl(e){let t=0;for(let n of e)t+=n;return t}var yl=new Set(["log_id","date","truncated_fields"]),wv=new Set([...yl,"type"]),Sv=6,vv=4,xv=12;function gl(e,t){let n=Av(e,t.maxFieldBytes);return Rv(n,t.maxRecordBytes)?
n:Ev(n,t)}function Av(e,t){let n={},r=[];for(let o of Object.keys(e)){let i=e[o];if(typeof i!="string"||yl.has(o)||!cl(i,t))continue;let s=Xa(o)==="json"?tu(i,t):
Ja(i,t);s?n[o]=s:r.push(o)}return bl(e,n,r,t)}function Rv(e,t){let n=2;for(let r of Object.keys(e)){let o=e[r],i=typeof o=="string"?o.length:String(o).length;n+=
(r.length+i)*Sv+vv+2}return n<=t}function Ev(e,t){if(Buffer.byteLength(JSON.stringify(e))<=t.maxRecordBytes)return e;let n=Object.keys(e).filter(u=>typeof e[u]==
"string"&&!wv.has(u)),r=n.map(u=>ln(nu(e,u))),o=t.maxRecordBytes-kv(e,n),i=Math.floor(zo(r,o)),s={},a=[];return n.forEach((u,c)=>{let d=r[c]??0;if(d<=i)return;let f=_v(
u,nu(e,u),d,i);f?s[u]=f:a.push(u)}),bl(e,s,a,t.maxFieldBytes)}function kv(e,t){let n=new Set(t),r=Object.entries(e).map(([s,a])=>[s,n.has(s)?"":a]),o=t.length*2,
i=`"truncated_fields":"",${t.join(",")},`;return Buffer.byteLength(JSON.stringify(Object.fromEntries(r)))-o+i.length}function _v(e,t,n,r){if(Xa(e)!=="json")return qo(
t,r);let o=t,i=n,s=Buffer.byteLength(t);for(let a=0;a<xv;a+=1){s=Math.floor(s*Math.min(.95,r/i));let u=tu(o,s);if(u===void 0)return;if(o=u,i=ln(u),i<=r)return u}}
function bl(e,t,n,r){let o=[...Object.keys(t),...n];if(o.length===0)return e;let i={...e,...t};for(let a of n)delete i[a];let s=nu(e,"truncated_fields").split("\
,").filter(Boolean);return i.truncated_fields=Ja([...new Set([...s,...o])].join(","),r),i}function nu(e,t){let n=e[t];return typeof n=="string"?n:""}var Tv=3;function Jo(e,t){let n=JSON.stringify(e);if(n.length*Tv<=t.maxFieldBytes)return wl(e,n);let r=gl(e,t);return wl(r,r===e?n:JSON.stringify(r))}function wl(e,t){
return{logId:String(e.log_id),logType:String(e.type??""),bytes:Buffer.from(t),isTruncated:e.truncated_fields!==void 0}}var Sl=[{name:"run_id",kind:"text",meaning:"the id of the run, as its report and the page have it"},{name:"started_at",kind:"time",meaning:"when the run began"},
{name:"ended_at",kind:"time",meaning:"when the run ended"},{name:"trigger",kind:"text",meaning:"what began it: the schedule, an administrator, or a replay"},{name:"\
destination",kind:"text",meaning:"where the logs went: data-collector or logs-ingestion"},{name:"outcome",kind:"text",meaning:"how it ended: caught-up, out-of-t\
ime, rate-limited, stopped, misconfigured"},{name:"reason",kind:"text",meaning:"why it ended so, when there is more to say"},{name:"logs",kind:"number",meaning:"\
how many logs Azure accepted"},{name:"dead_letters",kind:"number",meaning:"how many records were set aside as dead letters"},{name:"lag_seconds",kind:"number",meaning:"\
how far the export was behind; absent when the run did not find out"},{name:"gap",kind:"boolean",meaning:"whether the run found that logs may be missing"},{name:"\
warnings",kind:"text",meaning:"what the run warned of, in sentences"},{name:"version",kind:"text",meaning:"the version of this extension"},{name:"auth0_domain",
kind:"text",meaning:"the domain of the Auth0 tenant"}];var Ov=new Set([...Kr,...Sl].filter(({kind:e})=>e==="text").map(({name:e})=>e)),Mv=/^[{(]?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}[)}]?$/i,Pv=38,Lv=/^\s*[+-]?\d{4,6}-\d\d?(?:-|$)/,
Iv="text:";function vl(e){let t;for(let n of Object.keys(e)){let r=e[n];typeof r!="string"||!Ov.has(n)||!Dv(r)||(t??={...e},t[n]=`${Iv}${r}`)}return t??e}var Cv=/^[\s+\-0-9a-f{(]/i;
function Dv(e){if(!Cv.test(e))return!1;if(Lv.test(e))return!0;let t=e.trim();return t.length>=32&&t.length<=Pv&&Mv.test(t)}var Nv=31900,Fv=8e6,Bv={maxFieldBytes:Nv,maxRecordBytes:Fv};function Xo(e){return Jo(vl(e),Bv)}var Hv=8e6,Uv="date";function xl(e,t,n,r){return{kind:"data-collector",limits:{maxBatchRecords:t,maxBatchBytes:Hv},encode:Xo,deliver:jo({...e,timeColumn:Uv},n,r)}}var $v="ended_at",ru="Run",Kv=100;function Al(e,t,n){let r=Wv(e.logType),o=jo({...e,logType:r,timeColumn:$v},t,n);return{deliverRow:(i,s)=>o([Xo(i)],s)}}function Wv(e){
let t=Kv-ru.length;return`${e.length>t?e.slice(0,t-ru.length):e}${ru}`}var Tl=require("node:crypto");function Zo(e,t){if(typeof e!="object"||e===null)return;let{access_token:n,expires_in:r}=e;if(typeof n!="string"||n===""||!/^[\x21-\x7e]+$/.test(n))return;let i=(typeof r==
"number"&&Number.isFinite(r)&&r>0?r:600)*1e3;return{accessToken:n,renewAtMs:t+i-Math.min(12e4,i/2)}}async function Ut(e,t,n,r){let o=new AbortController,i=r.sleep(t-r.now(),o.signal).then(n);try{return await Promise.race([e,i])}finally{o.abort()}}function Qo(e,t,n,r){let o,i={},s;async function a(c){try{let d=await t(c);return d.status==="granted"&&(o=d.token,i={[e]:n.seal(JSON.stringify(o))}),d}finally{
s=void 0}}async function u(c){let d=c-r.now(),f=s;if(f===void 0)return s={outcome:a(d),untilMs:c},s.outcome;let h=await Ut(f.outcome,c,()=>Gv(d),r);return h.status!==
"retry"||r.now()<f.untilMs||r.now()>=c?h:u(c)}return{restore(c){let d=c[e];o=d===void 0?void 0:Vv(n.open(d)),i=o===void 0||d===void 0?{}:{[e]:d}},sealed:()=>i,forget(c){
c!==void 0&&c!==o?.accessToken||(o=void 0,i={})},async getToken(c){if(o!==void 0&&r.now()<o.renewAtMs)return{status:"token",token:o.accessToken};let d=await u(r.
now()+c);return d.status!=="granted"?d:{status:"token",token:d.token.accessToken}}}}function Gv(e){return{status:"retry",reason:`no token came in ${Math.round(e/
100)/10} s`}}function Vv(e){if(e!==void 0)try{let{accessToken:t,renewAtMs:n}=JSON.parse(e);return typeof t!="string"||typeof n!="number"?void 0:{accessToken:t,renewAtMs:n}}catch{
return}}var Rl="There is no such tenant in this cloud: check AZURE_TENANT_ID, and that LOGANALYTICS_CLOUD is its cloud.",kl="The application AZURE_CLIENT_ID is not in t\
he tenant AZURE_TENANT_ID: check both.",El="AZURE_CLIENT_SECRET is not a secret of the application: enter the value of one, not its id.",jv=new Map([["AADSTS900\
02",Rl],["AADSTS900023",Rl],["AADSTS500011","Azure Monitor is not known there: LOGANALYTICS_CLOUD must be the cloud of the tenant."],["AADSTS700016",kl],["AADST\
S7000112","The application AZURE_CLIENT_ID is disabled: enable sign-in for it in Microsoft Entra."],["AADSTS7000215",El],["AADSTS7000216",El],["AADSTS7000222","\
AZURE_CLIENT_SECRET has expired: make a new secret for the application, and enter it."],["AADSTS53003","A Conditional Access policy keeps the application out: e\
xempt it."]]),qv=new Map([["invalid_client","AZURE_CLIENT_SECRET is wrong or has expired, or AZURE_CLIENT_ID is not its application."],["unauthorized_client",kl]]),
zv="Check AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, AZURE_AUTHORITY_HOST and LOGANALYTICS_CLOUD.";function _l({statusCode:e,data:t,waitMs:n},r){let{
error:o,number:i}=Xv(t),s=`${r} answered ${e}${i===""?"":` ${i}`} to the request for a token`,a=e===429;return a||Yv(e,o)?{status:"retry",reason:s,isRateLimited:a,
...n===void 0?{}:{waitMs:n}}:{status:"misconfigured",problem:`${s}. ${Jv(e,o,i)}`}}function Yv(e,t){return e===408||e>=500||t==="temporarily_unavailable"}function Jv(e,t,n){
return e<400?"AZURE_AUTHORITY_HOST leads to another address: enter that one.":jv.get(n)??qv.get(t)??zv}function Xv(e){let{error:t,error_description:n}=e??{},r=/^AADSTS\d{4,8}\b/.
exec(typeof n=="string"?n:"");return{error:typeof t=="string"&&/^[a-z_]{1,40}$/.test(t)?t:"",number:r?.[0]??""}}var Zv="entra";function Ol(e,t,n,r){return Qo(Zv,i=>Qv(e,t,r,i),n,r)}function Ml(e){let{authority:t,tenantId:n,clientId:r,scope:o}=e,i=[t,n,r,o].join(" ");return`\
entra token ${(0,Tl.createHash)("sha256").update(i).digest("hex")}`}async function Qv({authority:e,tenantId:t,clientId:n,clientSecret:r,scope:o},i,s,a){let u=new URLSearchParams(
{grant_type:"client_credentials",client_id:n,client_secret:r,scope:o}),c={url:`${e}/${t}/oauth2/v2.0/token`,headers:{"content-type":"application/x-www-form-urle\
ncoded",accept:"application/json"},body:u.toString()},d=await Un(i,c,a);if(d.status==="failed")return $n(d,"check AZURE_AUTHORITY_HOST and LOGANALYTICS_CLOUD");
let{host:f}=new URL(e),h=ex(d.body);if(d.statusCode>=300){let m=ct(d,s.now());return _l({statusCode:d.statusCode,data:h,waitMs:m},f)}let p=Zo(h,s.now());return p!==
void 0?{status:"granted",token:p}:{status:"retry",reason:`${f} answered a token request without a token`}}function ex(e){try{return JSON.parse(e)}catch{return}}var ou="RecordsTimeRangeIsMoreThan30Minutes",tx=/ApiVersion|Stream|Rule|Dcr|Endpoint/i,nx=/ECONNRESET|EPIPE/,rx="if that goes on, try a smaller BATCH_SIZE";function Pl(e,t){
let{statusCode:n}=e,r=ax(e),o=$o(e,r),i=Ko(e,o,t);return i!==void 0?i:n===413?{status:"refused",reason:`${o}: the batch is too large`}:n===400&&ox(e,r)?{status:"\
refused",reason:`${o}: ${r===ou?"its logs are too far apart in time":"a record cannot be read"}`}:Wo(o,sx(n))}function ox(e,t){return t===""?!za(e):!tx.test(t)}
function Ll(e){let t=$n(e,"check LOGANALYTICS_DCR_ENDPOINT");return nx.test(e.reason)?{...t,reason:`${t.reason}; ${rx}`}:t}var ix={400:"The service does not und\
erstand where the logs are to go: check LOGANALYTICS_DCR_ENDPOINT, LOGANALYTICS_DCR_ID, LOGANALYTICS_DCR_STREAM and any proxy, which must not remove the query o\
f the address.",401:"It does not take the token of the application, a new one neither: AZURE_TENANT_ID must be the tenant that the subscription of the rule belo\
ngs to, and LOGANALYTICS_CLOUD the cloud of the rule.",403:'The application AZURE_CLIENT_ID may not send to the rule LOGANALYTICS_DCR_ID: assign it the role "Mo\
nitoring Metrics Publisher" on this rule, and wait: a new role may take up to 30 minutes to act. If it has had the role for longer, LOGANALYTICS_DCR_ID is anoth\
er rule, or AZURE_TENANT_ID or LOGANALYTICS_CLOUD not those of the rule, or a firewall or private link keeps this sender out.',404:"There is no such rule, strea\
m or endpoint: LOGANALYTICS_DCR_ID must be the immutable id of the rule, LOGANALYTICS_DCR_STREAM a stream that it declares, and LOGANALYTICS_DCR_ENDPOINT its ow\
n endpoint, not one of another region."};function sx(e){return e>=300&&e<400?"LOGANALYTICS_DCR_ENDPOINT leads to another address: enter that one.":ix[e===410?404:
e]??"The service refuses every batch, or something on the way to it does: check LOGANALYTICS_DCR_ENDPOINT and any proxy."}function ax(e){let t=e.header("x-ms-er\
ror-code")??ux(e.body);return t===ou?ou:Go(t)}function ux(e){try{let{error:t}=JSON.parse(e);return t?.code}catch{return}}var Il=require("node:util"),Cl=require("node:zlib");var cx="2023-01-01",dx=(0,Il.promisify)(Cl.gzip);async function Dl({endpoint:e,ruleId:t,stream:n},r,o){return{url:`${e}/dataCollectionRules/${t}/streams/${n}?ap\
i-version=${cx}`,headers:{authorization:`Bearer ${o}`,"content-type":"application/json","content-encoding":"gzip"},body:await dx(Vo(r))}}function ei(e,t,n,r){async function o(i,s){let a=await n.getToken(s-r.now());if(a.status!=="token")return a;let u=await Dl(e,i,a.token),c=await Un(t,u,s-r.now());
return c.status!=="answered"?Ll(c):(lx(c)&&n.forget(a.token),c)}return async(i,s)=>{let a=r.now()+s,u=await o(i,a),d=u.status==="answered"&&u.statusCode===401?await o(
i,a):u;return d.status==="answered"?Pl(d,r.now()):d}}function lx({statusCode:e}){return e===401||e===403}var iu=95e4,fx=63900,px=iu-2,mx={maxFieldBytes:fx,maxRecordBytes:px};function ti(e){return Jo(e,mx)}function Nl(e,t,n,r,o){return{kind:"logs-ingestion",limits:{maxBatchRecords:t,maxBatchBytes:iu},encode:ti,deliver:ei(e,n,r,o)}}function Fl(e,t,n,r){let o=`${e.stream}Run`,i=ei({...e,stream:o},t,n,r);return{deliverRow:(s,a)=>i([ti(s)],a)}}var si=M(rt());function Wr(e,t){let n=e.slice(0,t).replace(/[^ !#-[\]-~]/g,"?");return e.length<=t?n:Buffer.from(n,"latin1").toString("latin1")}function ri(e,t){return e.slice(
0,t).replace(/[\p{C}\p{Zl}\p{Zp}]/gu," ")}var su=500,Sx=750;function Kl({deadLetters:e},t,n){let r=e.filter(({destination:i})=>i===t).length,o=Math.floor(su/n)-r;return Math.max(0,Math.min(o,Sx-e.length))}
var vx=3e4,au=40,xx=80;function Wl(e,t,n,r,o){let i=o.lock(e.bytes);return{logId:e.logId,logType:Wr(e.logType,au),destination:t,reason:Kn(n),refusedAtMs:r,...i.
length<=vx?{content:i}:{}}}function Kn(e){return Wr(e,xx)}function Wn(e,t){if(t.length===0)return e;let n=e.deadLetters.filter(r=>!t.some(o=>$t(r,o)));return{...e,
deadLetters:[...n,...t]}}function Gn(e,t){if(t.length===0)return e;let n=e.deadLetters.filter(r=>!t.some(o=>$t(r,o)));return{...e,deadLetters:n}}function $t(e,t){
return e.logId===t.logId&&e.destination===t.destination}function Gl(e){return e.deadLetters.map(({content:t,...n})=>({...n,hasContent:t!==void 0})).reverse()}var Vl=M(rt()),jl=2,ql=1;function zl(e){let t=Math.max(0,e.length-1)*ql;return jl+t+(0,Vl.default)(e.map(({bytes:n})=>n.length))}function Vn(e){let t=[],n=jl;return{
records:t,get byteCount(){return n},get isFull(){return t.length>=e.maxBatchRecords},tryAdd(r){let o=t.length===0?0:ql,i=n+o+r.bytes.length;return(this.isFull||
i>e.maxBatchBytes)&&t.length>0?!1:(t.push(r),n=i,!0)}}}function uu(e){let{name:t,stack:n}=e instanceof Error?e:{name:typeof e,stack:""},r=/\n\s+at ([^\n]+)/.exec(n??"")?.[1]??"an unknown place";return`the exporter h\
as a defect (${t} at ${r}); please report it`}function fn(e){return{outcome:"stopped",reason:uu(e)}}var Mf=M(Vr());function wf({inBatch:e,batchRecords:t,inRun:n}){return t>=20&&e>t*.05||n>=20}function Sf(e,t){let{inBatch:n,batchRecords:r,inRun:o}=e;return{outcome:"misconfigu\
red",problems:[`Of a batch of ${r} records, ${n} were refused each on its own, and ${o} since others were accepted: ${xf("none of this batch")} The last answer \
was: ${t}. ${Af}`]}}function vf(e,t){return{outcome:"misconfigured",problems:[`All ${e} records that this run had the time to send one by one were refused: ${xf(
"none")} The first answer was: ${t}. ${Af}`]}}function xf(e){return`that is not the fault of single records, so ${e} was set aside, and nothing is lost.`}var Af="\
Check that nothing on the way to Azure changes what is sent, and whether the columns of the table were changed by hand.";function Rf(){let e=[];return{changed(){let t=e;e=[];for(let n of t)n()},async until(t){for(;!t();)await new Promise(n=>e.push(n))}}}function Ef(e,t,n){let r=Math.min(8e3,500*2**(e-1)),o=Math.round(r*(.5+.5*t()));return n===void 0?o:Math.max(n,o)}async function Kt(e,t,n,r){let o={outcome:Zx,retries:0,wasCutShort:!0};for(let i=0;;i+=1){let s=Math.min(t.attemptTimeoutMs,t.untilMs-n.now());if(s<=0)return o;
let a=await e(s),u=i===0&&s<t.attemptTimeoutMs,c={outcome:a,retries:i,wasCutShort:u};if(!Qx(a))return c;if(i>0&&n.now()>=t.untilMs)return{...o,retries:i};o=c;let d=Ef(
i+1,r,a.waitMs);if(n.now()+d>=t.untilMs||(await n.sleep(d,t.signal),t.signal.aborted))return c}}var Zx={status:"retry",reason:"no time was left"};function Qx(e){
return e.status==="retry"}var e0={outcome:"stopped",reason:"the lease ended before it could be renewed, so another run may have begun"};async function oi({destination:e,clock:t,random:n,
budget:r,isLeaseValid:o},i,s){let{deliverUntilMs:a,attemptTimeoutMs:u}=r,c=await Kt(async f=>o()?e.deliver(i,f):{status:"lease-expired"},{untilMs:a,attemptTimeoutMs:u,
signal:s},t,n),{outcome:d}=c;return d.status==="lease-expired"?e0:{...c,outcome:d}}function kf(e){let t=[],n=e,r=0,o=0,i,s=0;function a(){for(;;){let d=t[s];if(d===void 0||!d.isDone)return;n=d.stretch.through,d.deadLetter===void 0?r+=d.stretch.
logs:o+=d.stretch.logs,i=d.stretch.lastLogAtMs??i,s+=1}}function u(d){let f=t.findIndex(h=>h.stretch===d&&!h.isDone);if(f===-1)throw new Error("A stretch was re\
ported that is not on its way.");return f}function c(d,f){t[u(d)]={stretch:d,...f},a()}return{open(d){t.push({stretch:d,isDone:!1})},split(d,f){let h=f.map(p=>({
stretch:p,isDone:!1}));t.splice(u(d),1,...h)},accept:d=>c(d,{isDone:!0}),hold(d){t[u(d)]={stretch:d,isDone:!1,isHeld:!0}},setAside:(d,f)=>c(d,{isDone:!0,deadLetter:f}),
progress(){if(s===0)return;let f=t.slice(0,s).flatMap(({deadLetter:h})=>h??[]);return{position:n,deadLetters:f,stretches:s}},store({stretches:d}){if(d>s)throw new Error(
"More was stored than was ever reached.");t=t.slice(d),s-=d},position:()=>n,unstoredCount:()=>t.filter(({isHeld:d})=>d!==!0).length,acceptedLogs:()=>r,setAsideLogs:()=>o,
lastLogAtMs:()=>i}}async function jn(e,t){let n=await t.handOver(e.records);if(!("retries"in n))return n;let{outcome:r,wasCutShort:o}=n;if(r.status==="accepted"){t.accepted(e);return}
if(r.status!=="refused")return Bn(r,o);let[i,s]=e.records;if(i===void 0)return;if(s===void 0)return t.refusedAlone({...e,record:i},r.reason);let a=t0(e,i);return t.
split(e,a),await jn(a[0],t)??await jn(a[1],t)}function t0({records:e,stretch:t},n){let r=Math.floor(e.length/2),[o,i]=[e.slice(0,r),e.slice(r)],{logId:s}=o.at(-1)??
n;return[_f(o,{through:s,logs:o.length,lastLogAtMs:void 0}),_f(i,{...t,logs:t.logs-o.length})]}function _f(e,t){return{records:e,byteCount:zl(e),stretch:t}}var n0={outcome:"stopped",reason:`So many dead letters are stored that no more fit (${su} of a destination, half of that of each of two): another record was ref\
used, and passing over it would lose it. Replay or discard dead letters`};function Tf(e,t){let n=0,r=!1,o=!1,i=[];function s(){let a=i;return i=[],o?[]:a}return{
openBatch(a){let u=[];return{refuse(c){n+=1;let d=r?0:t,f={inBatch:u.length+1,batchRecords:a,inRun:d+n};if(wf(f))return o=!0,Sf(f,c.reason);if(n>e)return n0;u.push(
c)},close(c){c?.outcome!=="misconfigured"&&i.push(...u)}}},noteAcceptance(){r=!0},release:()=>r?s():[],releaseAll:s,isCauseElsewhere:()=>o,endingOfNothing(){let[
a]=i;if(a===void 0||r)return;let u=i.length;return i=[],vf(u,a.reason)}}}var dt={version:3,checkpoints:{},completeUntilMs:{},moves:0,pausedAtMs:null,requests:[],lease:null,unreportedWarnings:[],history:[],pastRuns:[],actions:[],deadLetters:[],
tokens:{}};function re(e,t){return e.checkpoints[t]?.find(n=>n.until===void 0)?.after}function Wt(e,t,n){if(re(e,t)===n)return e;let{[t]:r,...o}=e.completeUntilMs,
i=(e.checkpoints[t]??[]).filter(({until:a})=>a!==void 0),s={...e.checkpoints,[t]:[...i,{after:n}]};return{...e,checkpoints:s,completeUntilMs:o}}function Ke({history:e,
pastRuns:t}){return[...e,...t]}function K(e){return Ke(e).filter(({work:t})=>t===void 0)}var lu=20,r0=1e3;function ii(){let e=new Map;return{add(t){for(let{logType:n}of t){let r=Wr(n,au),o=e.get(r);o===void 0&&e.size>=r0||e.set(r,(o??0)+1)}},mostFrequent(){
if(e.size===0)return;let t=[...e].sort(([,n],[,r])=>r-n);return Object.fromEntries(t.slice(0,lu))}}}var o0=8,i0=1,s0=4;function Pf(e,t){let{destination:n,clock:r,budget:o,vault:i,save:s}=e,{after:a,unresolvedRecords:u,refusedBefore:c}=t,d=kf(a),f=Tf(e.deadLetterRoom,
c),h=u!==void 0&&u<20,p={batches:0,bytes:0,retries:0},m=ii(),b=Rf(),w=new AbortController,S=0,x=!1,A=!1,v,O;function k(F){v??=F,w.abort(),b.changed()}function z(F){
F.catch(ne=>k(fn(ne)))}async function N(F){let ne=f.openBatch(F.records.length),fe,Re=await jn(F,{async handOver(Me){if(v!==void 0)return v;let Bt=await oi(e,Me,
w.signal);return"retries"in Bt&&(p.retries+=Bt.retries),Bt},accepted(Me){f.noteAcceptance(),p.batches+=1,p.bytes+=Me.byteCount,d.accept(Me.stretch),m.add(Me.records),
Me!==F&&he()},split(Me,[Bt,MS]){fe=Bt.records.length,d.split(Me.stretch,[Bt.stretch,MS.stretch])},refusedAlone(Me,Bt){return d.hold(Me.stretch),ne.refuse({part:Me,
reason:Bt})}});ne.close(Re),le(f.release()),Re!==void 0&&(O=(0,Mf.default)([O,fe]),k(Re))}function le(F){for(let{part:ne,reason:fe}of F){let{record:q,stretch:Re}=ne,
Me=Wl(q,n.kind,fe,r.now(),i);d.setAside(Re,Me)}}function he(){x||(x=!0,z(B().finally(()=>{x=!1,b.changed()})))}function C(){return A&&S===0}async function B(){for(;;){
let F=d.progress();if(F===void 0||C())return;let{position:ne,deadLetters:fe}=F,q=await s(Re=>Wn(Wt(Re,n.kind,ne),fe));if((q.status==="written"||q.status==="over\
ruled")&&d.store(F),q.status!=="written"){k(dn(q));return}b.changed()}}return{ledger:d,counts:p,types:()=>m.mostFrequent(),signal:w.signal,ending:()=>v,unresolvedRecords:()=>f.
isCauseElsewhere()?20:O,async send(F){let ne=()=>p.batches>0||h?s0:i0,fe=()=>S<ne()&&d.unstoredCount()<o0;if(await b.until(()=>v!==void 0||fe()),v===void 0){if(r.
now()>=o.deliverUntilMs){k({outcome:"out-of-time"});return}d.open(F.stretch),S+=1,z(N(F).finally(()=>{S-=1,he(),b.changed()}))}},stop:k,async settle(F){A=!0,await b.
until(()=>S===0&&!x);let ne=v===void 0||v.outcome==="out-of-time";v===void 0&&F?le(f.releaseAll()):ne&&u===1&&(v=f.endingOfNothing()??v)}}}function Lf(e,t,n){return e.logs.length===0?!0:e.isFull?!1:e.logs.some(r=>(n(r)??0)>t)}var a0={outcome:{status:"retry",reason:"the run ended"},retries:0,wasCutShort:!0};function If({source:e,clock:t,random:n,budget:r},o,i){let s=[],a=0,u=0,c,d=!1,
f=!1,h;async function p(w,S=0){if(S>0&&await t.sleep(S,i),i.aborted)return a0;let{fetchUntilMs:x,attemptTimeoutMs:A}=r;return Kt(w,{untilMs:x,attemptTimeoutMs:A,
signal:i},t,n)}function m(w){a+=1,c=t.now(),d=w.logs.length===0,f=d&&w.isUnconfirmed!==!0,s.push(...w.warnings??[])}function b(w){if(Lf(w,r.startedAtMs,e.timeOf))
return{outcome:"caught-up"};if(!(t.now()+(w.pauseMs??0)<r.fetchUntilMs))return t.now()<r.fetchUntilMs?{outcome:"rate-limited",reason:"the allowance of the Manag\
ement API is used up"}:{outcome:"out-of-time"}}return{async*pages(){let{after:w,confirmedAtMs:S}=o,x=p(A=>e.fetchFirstPage(w,S,A));for(;h===void 0;){let{outcome:A,
retries:v,wasCutShort:O}=await x;if(u+=v,A.status!=="page"){h=Bn(A,O);return}let{page:k}=A;m(k),h=b(k),h===void 0&&(x=p(N=>e.fetchPage(k.continuesAfter,N),k.pauseMs)),
x.catch(()=>{}),await t.turn(),yield k}},ending:()=>h,reading:()=>({warnings:s,pages:a,pageRetries:u,lookedAtMs:c,foundNothingLeft:d,isConfirmed:f})}}async function Cf(e,t){let{unresolvedRecords:n}=t,{source:r,destination:o,toRecord:i,clock:s,budget:a}=e,u=Pf({...e,save:w},t),c=If(e,t,u.signal),d=0,f=Vn(m()),
h,p=0;function m(){let{limits:N}=o;return n===void 0||u.counts.batches>0?N:{...N,maxBatchRecords:Math.min(N.maxBatchRecords,n)}}function b(){let N=u.counts.batches===
0?n:void 0;return u.unresolvedRecords()??N}function w(N){let{warnings:le}=c.reading();return e.save(he=>{let C=Ht(he.unreportedWarnings,le);return{...N(he),unreportedWarnings:C}})}
async function S(){if(h===void 0)return;let{records:N,byteCount:le}=f,he=r.timeOf(h),C={through:h.log_id,logs:N.length,lastLogAtMs:he};f=Vn(m()),h=void 0,await u.
send({records:N,byteCount:le,stretch:C})}async function x(N){let le=Fn(N,i,o);le.isTruncated&&(d+=1),f.tryAdd(le)||(await S(),f.tryAdd(le)),h===void 0&&(p=s.now()),
h=N,f.isFull&&await S()}async function A(){for await(let N of c.pages()){for(let he of N.logs)await x(he);if(s.now()+(N.pauseMs??0)-p>a.maxUnsentMs&&await S(),u.
ending()!==void 0)return}await S()}await A().catch(N=>u.stop(fn(N))),await u.settle(c.ending()?.outcome==="caught-up").catch(N=>u.stop(fn(N)));let{ledger:v,counts:O}=u,
k=b(),z=u.types();return{ending:u.ending()??c.ending()??{outcome:"out-of-time"},reading:c.reading(),delivery:{destination:o.kind,logs:v.acceptedLogs(),...O,truncatedRecords:d,
...v.setAsideLogs()===0?{}:{deadLetters:v.setAsideLogs()},...z===void 0?{}:{types:z},...k===void 0?{}:{unresolvedRecords:k},checkpoint:v.position()},deadLetters:v.
progress()?.deadLetters??[],lastLogAtMs:v.lastLogAtMs()}}var $f=M(qn()),pu=M(Vr());function Bf(e,t){let n=e.slice(0,3);if(n.length<3||!n.every(m0)||!h0(n))return;let[r]=n;return`The backlog grew during the last 3 runs.${r?.capacityLogs===void 0?
"":` One run carries about ${r.capacityLogs} logs.`} ${p0(r?.outcome,t)}`}function p0(e,t){let n="let the schedule in webtask.json run more often";if(e==="rate-\
limited")return`A rate limit holds it back: use less of the allowance elsewhere, get a larger one, or ${n}.`;let r=t/1e3;return r>=25?`MAX_RUN_SECONDS is at its\
 most: ${n}.`:`Raise MAX_RUN_SECONDS (now ${r}, at most 25), or ${n}.`}function m0({outcome:e}){return e==="out-of-time"||e==="rate-limited"}function h0(e){return e.
every((t,n)=>{let r=e[n+1];return r===void 0||(t.lagMs??0)>(r.lagMs??0)})}function Hf(e,t){let{reading:n,ending:r,lastLogAtMs:o}=e;if(n.lookedAtMs===void 0)return;if(n.foundNothingLeft&&r.outcome==="caught-up")return 0;let i=o??t;return i===
void 0?void 0:Math.max(0,n.lookedAtMs-i)}function fu({reading:e,ending:t,delivery:n},r,o){if(t.outcome==="out-of-time"||t.outcome==="rate-limited")return n.logs;
if(e.lookedAtMs===void 0||e.pages===0)return;let i=Math.max(1,e.lookedAtMs-r),s=o.fetchUntilMs-o.startedAtMs;return Math.round(100*e.pages*s/i)}function Kf(e,t){let{delivery:n,reading:r}=e,i=Ke(t).map(u=>wt(u,n.destination)).find(u=>u?.lastExportedAtMs)?.lastExportedAtMs,s=Hf(e,i),a=e.lastLogAtMs??i;return{
...s===void 0?{}:{lagMs:s},...a===void 0?{}:{lastExportedAtMs:a},...r.warnings.some(St)?{hasGap:!0}:{}}}function Wf(e,t,n,r){let o=(0,pu.default)(Uf(t.map(a=>a.
lastExportedAtMs))),i=(0,$f.default)(Uf(t.map(a=>a.lagMs))),s=(0,pu.default)(e.map(a=>fu(a,n,r)));return{...o===void 0?{}:{lastExportedAtMs:o},...i===void 0?{}:
{lagMs:i},...s===void 0?{}:{capacityLogs:s}}}function Uf(e){return e.includes(void 0)?[]:e}function Gf(e,t,n,{startedAtMs:r,maxRunMs:o,held:i}){let s=e.map((a,u)=>{
let{outcome:c}=a.ending,d=fu(a,r,i.budget),f={outcome:c,...t[u],...d===void 0?{}:{capacityLogs:d}},h=K(n).flatMap(p=>p.deliveries.length===0?p:wt(p,a.delivery.destination)??
[]);return Bf([f,...h],o)});return[...new Set(s.flatMap(a=>a??[]))]}var H=["data-collector","logs-ingestion"];var qf=15*6e4;function zf(e){let{destinations:t,tokens:n,clock:r,maxRunMs:o}=e,i=e.startAfter(r.now());async function s(a){let{before:u}=a;n.restore(u.tokens);let c=Vf(
u,t,i,a.budget.startedAtMs),d=v=>a.save(O=>({...v(O),tokens:n.sealed()})),f=r.now(),h=t.length;async function p(v){let{kind:O}=v,k=await Cf({...e,destination:v,
budget:a.budget,deadLetterRoom:Kl(u,O,t.length),isLeaseValid:a.isLeaseValid,save:d},g0(c,O,i));if(h-=1,h===0||k.delivery.checkpoint===re(c,O))return k;let{warnings:z}=k.
reading,N=await d(le=>({...jf(le,[k],f),unreportedWarnings:Ht(le.unreportedWarnings,z)}));return y0(N)?{...k,deadLetters:[]}:k}let m=await Promise.all(t.map(p)),
b=Ho(m.map(({ending:v,delivery:O})=>({ending:v,destination:O.destination}))),w=m.map(v=>Kf(v,u)),S=Gf(m,w,u,{startedAtMs:f,maxRunMs:o,held:a}),A=[...Object.keys(
u.checkpoints).length===0?[`This was the first run. START_FROM decided where it began: after the log id ${i}.`]:[],...m.flatMap(v=>v.reading.warnings),...S];return{
...b,...Wf(m,w,f,a.budget),warnings:A,pages:(0,si.default)(m.map(({reading:v})=>v.pages)),pageRetries:(0,si.default)(m.map(({reading:v})=>v.pageRetries)),deliveries:m.
map(({ending:v,delivery:O},k)=>m.length<2?O:{...O,fate:$r(v,w[k]??{})}),finish:v=>({...jf(v,m,f),tokens:n.sealed()})}}return{prepare:a=>Vf(a,t,i,r.now()),perform:s}}
function y0({status:e}){return e==="written"||e==="overruled"}function Vf(e,t,n,r){return t.reduce((o,{kind:i})=>{if(re(o,i)!==void 0)return o;let s=H.find(u=>re(
o,u)!==void 0);if(s===void 0)return mu(Wt(o,i,n),i,r-qf);let a=Wt(o,i,re(o,s)??n);return mu(a,i,o.completeUntilMs[s])},e)}function g0(e,t,n){let r=K(e).flatMap(
({deliveries:s})=>s.filter(({destination:a})=>a===t)),o=r.findIndex(({batches:s=0})=>s>0),i=o===-1?r:r.slice(0,o);return{after:re(e,t)??n,confirmedAtMs:e.completeUntilMs[t],
unresolvedRecords:r[0]?.unresolvedRecords,refusedBefore:(0,si.default)(i.map(({deadLetters:s=0})=>s))}}function mu(e,t,n){return n===void 0?e:{...e,completeUntilMs:{
...e.completeUntilMs,[t]:n}}}function jf(e,t,n){return t.reduce((r,{ending:o,reading:i,delivery:s,deadLetters:a})=>{let{destination:u,checkpoint:c}=s,d=o.outcome===
"caught-up"&&i.isConfirmed;return mu(Wn(Wt(r,u,c),a),u,d?n-qf:void 0)},e)}var Jf=M(rt());var b0={outcome:"caught-up"};async function Yf(e,t,n,r){let{source:o,vault:i,clock:s,random:a}=n,{budget:u}=r,c=new AbortController().signal,d={batches:0,bytes:0,
retries:0},f=ii(),h=[],p=[],m=0,b=0,w,S=0,x=Vn(e.limits);async function A(C){let B=C.content===void 0?void 0:i.unlock(C.content),{logId:F,logType:ne}=C;if(B!==void 0)
return{logId:F,logType:ne,bytes:B,isTruncated:!1};let{outcome:fe,wasCutShort:q}=await Kt(Re=>o.fetchLog(F,Re),{untilMs:Math.min(u.fetchUntilMs,s.now()+u.attemptTimeoutMs),
attemptTimeoutMs:u.attemptTimeoutMs,signal:c},s,a);return fe.status==="log"?Fn(fe.log,n.toRecord,e):fe.status==="gone"?"gone":Bn(fe,q)}let v={async handOver(C){
let B=await oi({...n,...r,destination:e},C,c);return"retries"in B&&(d.retries+=B.retries),B},accepted({records:C,byteCount:B}){d.batches+=1,d.bytes+=B,h.push(...C.
map(({logId:F})=>({logId:F,destination:e.kind}))),f.add(C)},split:()=>{},refusedAlone({record:{logId:C}},B){b+=1;let F=t.find(ne=>ne.logId===C);F!==void 0&&p.push(
{...F,reason:Kn(B),refusedAtMs:s.now()})}};async function O(){let{records:C,byteCount:B}=x,F=C.at(-1);if(F===void 0)return;x=Vn(e.limits);let ne={through:F.logId,
logs:C.length,lastLogAtMs:void 0},fe=await jn({records:C,byteCount:B,stretch:ne},v),q=await r.save(Re=>Gn(Re,h));return q.status==="written"?fe:dn(q)}async function k(C){
if(C.isTruncated&&(m+=1),x.tryAdd(C))return;let B=await O();return x.tryAdd(C),B}async function z(C){let B=await A(C);if(B==="gone"){S+=1;return}if(!("outcome"in
B))return k(B);if(B.outcome!=="stopped")return await O()??B;w??=B,p.push(C)}async function N(){for(let C of t){let B=await z(C);if(B!==void 0)return B}return await O()??
w}let le=await N()??b0,he=f.mostFrequent();return{ending:le,report:{destination:e.kind,logs:h.length,...d,truncatedRecords:m,...he===void 0?{}:{types:he},...b===
0?{}:{deadLetters:b},checkpoint:re(r.before,e.kind)??""},accepted:h,waiting:p,gone:S}}function Xf(e,t){let{destinations:n,tokens:r}=e;async function o(i){r.restore(i.before.tokens);let s=i.before.deadLetters.filter(d=>t.some(f=>$t(f,d))),a=await Promise.
all(n.flatMap(d=>{let f=s.filter(h=>h.destination===d.kind);return f.length>0?[Yf(d,f,e,i)]:[]})),u=s.filter(d=>!n.some(({kind:f})=>f===d.destination)),c=(0,Jf.default)(
a.map(d=>d.gone));return{...Ho(a.map(({ending:d,report:f})=>({ending:d,destination:f.destination}))),warnings:[...c===0?[]:[v0(c)],...u.length===0?[]:[S0(u.length)]],
pages:0,pageRetries:0,deliveries:a.map(({ending:d,report:f})=>a.length<2?f:{...f,fate:$r(d,{})}),finish:d=>({...a.reduce(w0,d),tokens:r.sealed()})}}return{kind:"\
replay",prepare:i=>i,perform:o}}function w0(e,{accepted:t,waiting:n}){let r=n.filter(o=>e.deadLetters.some(i=>$t(i,o)));return Wn(Gn(e,t),r)}function S0(e){return`${e}\
 of the dead letters wait for a destination that the settings do not choose now.`}function v0(e){return`${e} of the dead letters are kept without a record that \
can be opened, and Auth0 no longer has the log: they can only be discarded.`}var ai=6e4,x0=10*6e4;function Zf(e,t,n){if(jr(e.lease,t))return"busy";let[r]=K(e);if(r===void 0||!A0(r))return"start";let o=t-r.endedAtMs;return o>=0&&o<n?"too-\
soon":"start"}function A0({outcome:e,deliveries:t}){return[e,...t.map(({fate:r})=>r?.outcome??e)].every(r=>r==="caught-up"||r==="misconfigured")}function jr(e,t){
if(e===null)return!1;let n=e.expiresAtMs-t;return n>0&&n<=ai+x0}function Qf(e,t,n){return{...e,lease:{holder:t,expiresAtMs:n+ai}}}var ui,R0={lang:void 0,message:void 0,abortEarly:void 0,abortPipeEarly:void 0};function tp(e){return!e&&!ui?R0:{lang:e?.lang??ui?.lang,message:e?.message,abortEarly:e?.abortEarly??ui?.abortEarly,abortPipeEarly:e?.abortPipeEarly??ui?.abortPipeEarly}}var E0;function k0(e){return E0?.get(e)}var _0;function T0(e){return _0?.get(e)}var O0;function M0(e,t){return O0?.get(e)?.get(t)}function pn(e){let t=typeof e;return t==="string"?`"${e}"`:t==="number"||t==="bigint"||t==="boolean"?`${e}`:t==="object"||t==="function"?(e&&Object.getPrototypeOf(
e)?.constructor?.name)??"null":t}function X(e,t,n,r,o){let i=o&&"input"in o?o.input:n.value,s=o?.expected??e.expects??null,a=o?.received??pn(i),u={kind:e.kind,type:e.
type,input:i,expected:s,received:a,message:`Invalid ${t}: ${s?`Expected ${s} but r`:"R"}eceived ${a}`,requirement:e.requirement,path:o?.path,issues:o?.issues,lang:r.
lang,abortEarly:r.abortEarly,abortPipeEarly:r.abortPipeEarly},c=e.kind==="schema",d=o?.message??e.message??M0(e.reference,u.lang)??(c?T0(u.lang):null)??r.message??
k0(u.lang);d!==void 0&&(u.message=typeof d=="function"?d(u):d),c&&(n.typed=!1),n.issues?n.issues.push(u):n.issues=[u]}function P0(e,t){return e===t||Number.isNaN(e)&&Number.isNaN(t)}function L0(e,t){return Object.prototype.hasOwnProperty.call(e,t)&&t!=="__proto__"&&t!=="prototy\
pe"&&t!=="constructor"}function hu(e,t){let n=[...new Set(e)];return n.length>1?`(${n.join(` ${t} `)})`:n[0]??"never"}function Ne(e){return e["~standard"]={version:1,vendor:"valibot",
validate:t=>e["~run"]({value:t},tp())},e}var kD=new RegExp("^(?:[\\u{1F1E6}-\\u{1F1FF}]{2}|\\u{1F3F4}[\\u{E0061}-\\u{E007A}]{2}[\\u{E0030}-\\u{E0039}\\u{E0061}-\\u{E007A}]{1,3}\\u{E007F}|(?:\\p{Emoji}\\uFE0F\\u20E3\
?|\\p{Emoji_Modifier_Base}\\p{Emoji_Modifier}?|(?![\\p{Emoji_Modifier_Base}\\u{1F1E6}-\\u{1F1FF}])\\p{Emoji_Presentation})(?:\\u200D(?:\\p{Emoji}\\uFE0F\\u20E3?|\\p{Emoji_\
Modifier_Base}\\p{Emoji_Modifier}?|(?![\\p{Emoji_Modifier_Base}\\u{1F1E6}-\\u{1F1FF}])\\p{Emoji_Presentation}))*)+$","u");function yu(e,t){return{kind:"validation",type:"check",reference:yu,async:!1,expects:null,requirement:e,message:t,"~run"(n,r){return n.typed&&!this.requirement(
n.value)&&X(this,"input",n,r),n}}}function gu(e){return{kind:"validation",type:"finite",reference:gu,async:!1,expects:null,requirement:Number.isFinite,message:e,"~run"(t,n){return t.typed&&!this.
requirement(t.value)&&X(this,"finite",t,n),t}}}function bu(e){return{kind:"validation",type:"integer",reference:bu,async:!1,expects:null,requirement:Number.isInteger,message:e,"~run"(t,n){return t.typed&&!this.
requirement(t.value)&&X(this,"integer",t,n),t}}}function wu(e,t){return{kind:"validation",type:"max_entries",reference:wu,async:!1,expects:`<=${e}`,requirement:e,message:t,"~run"(n,r){if(!n.typed)return n;let o=Object.
keys(n.value).length;return n.typed&&o>this.requirement&&X(this,"entries",n,r,{received:`${o}`}),n}}}function ci(e,t){return{kind:"validation",type:"max_length",reference:ci,async:!1,expects:`<=${e}`,requirement:e,message:t,"~run"(n,r){return n.typed&&n.value.length>
this.requirement&&X(this,"length",n,r,{received:`${n.value.length}`}),n}}}function di(e,t){return{kind:"validation",type:"max_value",reference:di,async:!1,expects:`<=${e instanceof Date?e.toJSON():pn(e)}`,requirement:e,message:t,"~run"(n,r){
return n.typed&&!(n.value<=this.requirement)&&X(this,"value",n,r,{received:n.value instanceof Date?n.value.toJSON():pn(n.value)}),n}}}function qr(e,t){return{kind:"validation",type:"min_value",reference:qr,async:!1,expects:`>=${e instanceof Date?e.toJSON():pn(e)}`,requirement:e,message:t,"~run"(n,r){
return n.typed&&!(n.value>=this.requirement)&&X(this,"value",n,r,{received:n.value instanceof Date?n.value.toJSON():pn(n.value)}),n}}}function Su(e,t){return{kind:"validation",type:"regex",reference:Su,async:!1,expects:`${e}`,requirement:e,message:t,"~run"(n,r){return n.typed&&!this.requirement.
test(n.value)&&X(this,"format",n,r),n}}}function vu(e){return{kind:"transformation",type:"transform",reference:vu,async:!1,operation:e,"~run"(t){return t.value=this.operation(t.value),t}}}var I0={abortEarly:!0};function np(e,t,n){return typeof e.fallback=="function"?e.fallback(t,n):e.fallback}function xu(e,t,n){return typeof e.default=="function"?e.default(t,n):e.default}function Gt(e,t){return Ne({kind:"schema",type:"array",reference:Gt,expects:"Array",async:!1,item:e,message:t,"~run"(n,r){let o=n.value;if(Array.isArray(o)){n.typed=
!0,n.value=[];for(let i=0;i<o.length;i++){let s=o[i],a=this.item["~run"]({value:s},r);if(a.issues){let u={type:"array",origin:"value",input:o,key:i,value:s};for(let c of a.
issues)c.path?c.path.unshift(u):c.path=[u],n.issues?.push(c);if(n.issues||(n.issues=a.issues),r.abortEarly){n.typed=!1;break}}a.typed||(n.typed=!1),n.value.push(
a.value)}}else X(this,"type",n,r);return n}})}function Z(e,t){return Ne({kind:"schema",type:"exact_optional",reference:Z,expects:e.expects,async:!1,wrapped:e,default:t,"~run"(n,r){return this.wrapped["~run"](
n,r)}})}function vt(e,t){return Ne({kind:"schema",type:"literal",reference:vt,expects:pn(e),async:!1,literal:e,message:t,"~run"(n,r){return P0(n.value,this.literal)?n.typed=
!0:X(this,"type",n,r),n}})}function li(e,t){return Ne({kind:"schema",type:"nullable",reference:li,expects:`(${e.expects} | null)`,async:!1,wrapped:e,default:t,"~run"(n,r){return n.value===
null&&(this.default!==void 0&&(n.value=xu(this,n,r)),n.value===null)?(n.typed=!0,n):this.wrapped["~run"](n,r)}})}function zr(e){return Ne({kind:"schema",type:"number",reference:zr,expects:"number",async:!1,message:e,"~run"(t,n){return typeof t.value=="number"&&!isNaN(t.value)?
t.typed=!0:X(this,"type",t,n),t}})}function pe(e,t){return Ne({kind:"schema",type:"object",reference:pe,expects:"Object",async:!1,entries:e,message:t,"~run"(n,r){
let o=n.value;if(o&&typeof o=="object"){n.typed=!0,n.value={};for(let i in this.entries){let s=this.entries[i];if(i in o||(s.type==="exact_optional"||s.type==="\
optional"||s.type==="nullish")&&s.default!==void 0){let a=i in o?o[i]:xu(s),u=s["~run"]({value:a},r);if(u.issues){let c={type:"object",origin:"value",input:o,key:i,
value:a};for(let d of u.issues)d.path?d.path.unshift(c):d.path=[c],n.issues?.push(d);if(n.issues||(n.issues=u.issues),r.abortEarly){n.typed=!1;break}}u.typed||(n.
typed=!1),n.value[i]=u.value}else if(s.fallback!==void 0)n.value[i]=np(s);else if(s.type!=="exact_optional"&&s.type!=="optional"&&s.type!=="nullish"&&(X(this,"k\
ey",n,r,{input:void 0,expected:`"${i}"`,path:[{type:"object",origin:"key",input:o,key:i,value:o[i]}]}),r.abortEarly))break}}else X(this,"type",n,r);return n}})}function mn(e,t){return Ne({kind:"schema",type:"picklist",reference:mn,expects:hu(e.map(pn),"|"),async:!1,options:e,message:t,"~run"(n,r){return this.options.includes(
n.value)?n.typed=!0:X(this,"type",n,r),n}})}function zn(e,t,n){return Ne({kind:"schema",type:"record",reference:zn,expects:"Object",async:!1,key:e,value:t,message:n,"~run"(r,o){let i=r.value;if(i&&typeof i==
"object"){r.typed=!0,r.value={};for(let s in i)if(L0(i,s)){let a=i[s],u=this.key["~run"]({value:s},o);if(u.issues){let d={type:"object",origin:"key",input:i,key:s,
value:a};for(let f of u.issues)f.path=[d],r.issues?.push(f);if(r.issues||(r.issues=u.issues),o.abortEarly){r.typed=!1;break}}let c=this.value["~run"]({value:a},
o);if(c.issues){let d={type:"object",origin:"value",input:i,key:s,value:a};for(let f of c.issues)f.path?f.path.unshift(d):f.path=[d],r.issues?.push(f);if(r.issues||
(r.issues=c.issues),o.abortEarly){r.typed=!1;break}}(!u.typed||!c.typed)&&(r.typed=!1),u.typed&&(r.value[u.value]=c.value)}}else X(this,"type",r,o);return r}})}function fi(e,t){return Ne({kind:"schema",type:"strict_object",reference:fi,expects:"Object",async:!1,entries:e,message:t,"~run"(n,r){let o=n.value;if(o&&typeof o==
"object"){n.typed=!0,n.value={};for(let i in this.entries){let s=this.entries[i];if(i in o||(s.type==="exact_optional"||s.type==="optional"||s.type==="nullish")&&
s.default!==void 0){let a=i in o?o[i]:xu(s),u=s["~run"]({value:a},r);if(u.issues){let c={type:"object",origin:"value",input:o,key:i,value:a};for(let d of u.issues)
d.path?d.path.unshift(c):d.path=[c],n.issues?.push(d);if(n.issues||(n.issues=u.issues),r.abortEarly){n.typed=!1;break}}u.typed||(n.typed=!1),n.value[i]=u.value}else if(s.
fallback!==void 0)n.value[i]=np(s);else if(s.type!=="exact_optional"&&s.type!=="optional"&&s.type!=="nullish"&&(X(this,"key",n,r,{input:void 0,expected:`"${i}"`,
path:[{type:"object",origin:"key",input:o,key:i,value:o[i]}]}),r.abortEarly))break}if(!n.issues||!r.abortEarly){for(let i in o)if(!Object.prototype.hasOwnProperty.
call(this.entries,i)){X(this,"key",n,r,{input:i,expected:"never",path:[{type:"object",origin:"key",input:o,key:i,value:o[i]}]});break}}}else X(this,"type",n,r);
return n}})}function ot(e){return Ne({kind:"schema",type:"string",reference:ot,expects:"string",async:!1,message:e,"~run"(t,n){return typeof t.value=="string"?t.typed=!0:X(
this,"type",t,n),t}})}function ep(e){let t;if(e)for(let n of e)if(t)for(let r of n.issues)t.push(r);else t=n.issues;return t}function Au(e,t){return Ne({kind:"schema",type:"union",reference:Au,
expects:hu(e.map(n=>n.expects),"|"),async:!1,options:e,message:t,"~run"(n,r){let o,i,s;for(let a of this.options){let u=a["~run"]({value:n.value},r);if(u.typed)
if(u.issues)i?i.push(u):i=[u];else{o=u;break}else s?s.push(u):s=[u]}if(o)return o;if(i){if(i.length===1)return i[0];X(this,"type",n,r,{issues:ep(i)}),n.typed=!0}else{
if(s?.length===1)return s[0];X(this,"type",n,r,{issues:ep(s)})}return n}})}function Ru(){return Ne({kind:"schema",type:"unknown",reference:Ru,expects:"unknown",async:!1,"~run"(e){return e.typed=!0,e}})}function Eu(e,t,n){return Ne({kind:"\
schema",type:"variant",reference:Eu,expects:"Object",async:!1,key:e,options:t,message:n,"~run"(r,o){let i=r.value;if(i&&typeof i=="object"){let s,a=0,u=this.key,
c=[],d=(f,h)=>{for(let p of f.options){if(p.type==="variant")d(p,new Set(h).add(p.key));else{let m=!0,b=0;for(let w of h){let S=p.entries[w];if(w in i?S["~run"](
{typed:!1,value:i[w]},I0).issues:S.type!=="exact_optional"&&S.type!=="optional"&&S.type!=="nullish"){m=!1,u!==w&&(a<b||a===b&&w in i&&!(u in i))&&(a=b,u=w,c=[]),
u===w&&c.push(p.entries[w].expects);break}b++}if(m){let w=p["~run"]({value:i},o);(!s||!s.typed&&w.typed)&&(s=w)}}if(s&&!s.issues)break}};if(d(this,new Set([this.
key])),s)return s;X(this,"type",r,o,{input:i[u],expected:hu(c,"|"),path:[{type:"object",origin:"value",input:i,key:u,value:i[u]}]})}else X(this,"type",r,o);return r}})}function it(...e){return Ne({...e[0],pipe:e,"~run"(t,n){for(let r of e)if(r.kind!=="metadata"){if(t.issues&&(r.kind==="schema"||r.kind==="transformation")){t.typed=
!1;break}(!t.issues||!n.abortEarly&&!n.abortPipeEarly)&&(t=r["~run"](t,n))}return t}})}function xt(e,t,n){let r=e["~run"]({value:t},tp(n));return{typed:r.typed,success:!r.issues,output:r.value,issues:r.issues}}var Tu=["test","view","install","update"],op=["pause","resume","move","discard",...Tu];function ip(e,t,n){let{by:r,atMs:o}=e,i=e.kind==="note"?e.action:e.kind,s=C0(
e,t,n).slice(0,200);return{kind:i,atMs:o,by:r,detail:s}}function C0(e,t,n){switch(e.kind){case"pause":case"resume":return"";case"move":{let{destination:r}=e,o=re(
t,r),i=o===void 0?"which had no place yet":`from ${ku(o)}`;return`${r}, ${i}, to ${ku(e.after)}`}case"discard":return N0(t,n);case"note":return e.detail}}var D0=3;
function N0(e,t){let n=new Set(t.deadLetters),r=e.deadLetters.filter(i=>!n.has(i)),o=`${r.length} ${r.length===1?"dead letter":"dead letters"}`;return r.length===
0||r.length>D0?o:`${o}: ${r.map(({logId:i})=>ku(i)).join(", ")}`}var rp=60;function ku(e){return e.length<=rp?e:`${e.slice(0,rp-3)}...`}var Vt=it(ot(),Su(/^[!-~]{1,200}$/)),mi=it(zr(),gu()),Fe=it(mi,qr(0)),sp=864e13,hn=it(zr(),qr(-sp),di(sp)),jt=mn(H),F0=Au([fi({after:Vt}),fi({after:Vt,until:Vt})]),
B0=it(Gt(F0),yu(e=>e.filter(t=>!("until"in t)).length===1)),up=zn(jt,B0),H0=1e9,cp=it(zr(),bu(),qr(0),di(H0)),dp=zn(jt,hn),lp=li(hn),hi=li(pe({holder:ot(),expiresAtMs:hn})),
fp=zn(ot(),ot()),U0=pe({logId:Vt,destination:jt}),pp=hp(100),mp=hp(200);function hp(e){return it(ot(),vu(t=>ri(t,e)))}var Yn={by:pp,atMs:hn},yi=Eu("kind",[pe({kind:vt(
"pause"),...Yn}),pe({kind:vt("resume"),...Yn}),pe({kind:vt("move"),...Yn,destination:jt,after:Vt}),pe({kind:vt("discard"),...Yn,deadLetters:Gt(U0)}),pe({kind:vt(
"note"),...Yn,action:mn(Tu),detail:mp})]),yp=pe({kind:mn(op),...Yn,detail:mp}),gp=pe({logId:Vt,logType:ot(),destination:jt,reason:ot(),refusedAtMs:hn,content:Z(
ot())}),Jn=ot(),ap=Gt(Jn),Yr=it(Jn,ci(200)),$0=mn(["caught-up","out-of-time","rate-limited","stopped","misconfigured"]),bp={outcome:$0,lagMs:Z(mi),lastExportedAtMs:Z(
mi)},wp={runId:Yr,trigger:mn(["schedule","administrator","command-line"]),by:Z(pp),work:Z(vt("replay")),startedAtMs:hn,endedAtMs:hn,...bp},Sp={destination:jt,fate:Z(
pe({...bp,reason:Z(Jn),hasGap:Z(vt(!0))})),deadLetters:Z(Fe),unresolvedRecords:Z(Fe)},K0=10;function vp(e){return it(Gt(e),ci(K0))}var W0=it(zn(Yr,Fe),wu(lu)),xp=pe(
{...wp,reason:Z(Jn),problems:Z(ap),warnings:Z(ap),pages:Fe,pageRetries:Fe,deliveries:vp(pe({...Sp,logs:Fe,batches:Fe,bytes:Fe,retries:Fe,truncatedRecords:Fe,types:Z(
W0),checkpoint:Yr})),capacityLogs:Z(mi)}),Ap=pe({...wp,reason:Z(Yr),pageRetries:Z(Fe),deliveries:vp(pe({...Sp,logs:Z(Fe),batches:Z(Fe),retries:Z(Fe),checkpoint:Z(
Yr)}))});var G0={1:e=>({...e,version:2,completeUntilMs:{},moves:0,pausedAtMs:null,requests:[],unreportedWarnings:[],deadLetters:[]}),2:e=>({...e,version:3,requests:V0(e.
requests,j0(e.lease)),pastRuns:[],actions:[]})};function V0(e,t){return Array.isArray(e)?e.map(n=>typeof n=="object"&&n!==null?{by:"an administrator",atMs:t,...n}:
n):e}function j0(e){let t=xt(hi,e);return t.success?t.output?.expiresAtMs??0:0}function Pu(e){let{version:t}=e,n=typeof t=="number"?G0[t]:void 0;return n===void 0?
e:Pu(n(e))}function qt(e){if(e==null)return{status:"first-run"};if(typeof e!="object"||Array.isArray(e))return bi("is not an object");let t=e;if(Object.keys(t).length===0)
return{status:"first-run"};let n=Pu(t),{version:r}=n;if(typeof r=="number"&&r>3)return bi(`is of version ${r}, which a newer version of this program wrote`,"Ins\
tall that version again; nothing in the state has to be changed.");if(r!==3)return bi(`is of no version up to ${3}, so this program did not write it`);let o=xt(
up,n.checkpoints);if(!o.success||Array.isArray(n.checkpoints))return bi("has a checkpoint that cannot be read");let i=[];function s(d,f,h){let p=xt(f,n[d]);return p.
success?p.output:(i.push(`The stored ${Rp[d]??d} could not be read and was dropped.`),h)}function a(d,f,h=()=>{}){let p=s(d,Gt(Ru()),[]),m=[];for(let w of p){let S=xt(
f,w),x=S.success?S.output:h(w);x!==void 0&&m.push(x)}let b=p.length-m.length;return b>0&&i.push(`Of the stored ${Rp[d]??d}, ${b} of ${p.length} entries could no\
t be read and were dropped.`),m}let u={version:3,checkpoints:o.output,completeUntilMs:s("completeUntilMs",dp,{}),moves:s("moves",cp,dt.moves),pausedAtMs:s("paus\
edAtMs",lp,null),requests:a("requests",yi),lease:s("lease",hi,dt.lease),unreportedWarnings:a("unreportedWarnings",Jn),history:a("history",xp),pastRuns:a("pastRu\
ns",Ap),actions:a("actions",yp),deadLetters:a("deadLetters",gp,z0),tokens:s("tokens",fp,dt.tokens)},c=Ht(u.unreportedWarnings,i);return{status:"parsed",state:{...u,
unreportedWarnings:c}}}var Rp={completeUntilMs:"time up to which nothing is missing",moves:"count of moved checkpoints",pausedAtMs:"pause",unreportedWarnings:"w\
arnings of a run that died",pastRuns:"list of earlier runs",actions:"list of what administrators did",deadLetters:"dead letters"},q0=pe({logId:Vt,destination:jt});
function z0(e){let t=xt(q0,e);return t.success?{...t.output,logType:"",reason:"its stored entry could not be read",refusedAtMs:0}:void 0}var Y0="Restore the sta\
te, or delete it and set START_FROM to where the export should go on.";function bi(e,t=Y0){return{status:"broken",reason:`The stored state ${e}. Nothing was exp\
orted, so that no log is lost or repeated. ${t}`}}function yn(e){return e.requests.length===0?e:{...e.requests.reduce(J0,e),requests:[]}}function J0(e,t){let n=X0(e,t);return{...n,actions:[ip(t,e,n),...e.actions]}}
function X0(e,t){switch(t.kind){case"pause":return{...e,pausedAtMs:Z0(e,t.atMs)};case"resume":return{...e,pausedAtMs:null};case"move":{let{destination:n,after:r}=t;
return{...Wt(e,n,r),moves:e.moves+1}}case"discard":return Gn(e,t.deadLetters);case"note":return e}}function Z0({pausedAtMs:e,lease:t},n){return e===null||t!==null?
n:e}function kp({moves:e}){let t=new Map;function n({moves:o,requests:i}){let s=i.flatMap(a=>a.kind==="move"?a.destination:[]);for(let[a,u]of s.entries())t.set(
o+a+1,u)}function r(o){let i=[];for(let s=e+1;s<=o;s+=1){let a=t.get(s);if(a===void 0)return H;i.push(a)}return o<e?H:i}return o=>i=>{n(i);let s=r(i.moves);return yn(
s.reduce((a,u)=>Q0(i,u,a),o(i)))}}function Q0(e,t,n){return{...n,checkpoints:Ep(e.checkpoints,t,n.checkpoints),completeUntilMs:Ep(e.completeUntilMs,t,n.completeUntilMs)}}
function Ep(e,t,n){let{[t]:r,...o}=n,i=e[t];return i===void 0?o:{...o,[t]:i}}function _p(e){let{runId:t,trigger:n,by:r,work:o,startedAtMs:i,endedAtMs:s,outcome:a,deliveries:u}=e,{pageRetries:c,lagMs:d,lastExportedAtMs:f,problems:h}=e,p=e.
reason??h?.[0];return{runId:t,trigger:n,...r===void 0?{}:{by:r},...o===void 0?{}:{work:o},startedAtMs:i,endedAtMs:s,outcome:a,...p===void 0?{}:{reason:Kn(p)},...c===
0?{}:{pageRetries:c},deliveries:u.map(m=>eA(m,e)),...d===void 0?{}:{lagMs:d},...f===void 0?{}:{lastExportedAtMs:f}}}function eA(e,t){let{destination:n,logs:r,batches:o,
retries:i,checkpoint:s}=e,{deadLetters:a=0,unresolvedRecords:u,fate:c}=e;return{destination:n,...r===0?{}:{logs:r},...o===0?{}:{batches:o},...i===0?{}:{retries:i},
...a===0?{}:{deadLetters:a},...u===void 0?{}:{unresolvedRecords:u},checkpoint:s,...c===void 0||tA(t,n,c)?{}:{fate:nA(c)}}}function tA(e,t,n){let{outcome:r,reason:o,
problems:i,lagMs:s,lastExportedAtMs:a}=e,u=o??i?.[0];return n.outcome===r&&(u===n.reason||u===`${t}: ${n.reason}`)&&n.hasGap===void 0&&n.lagMs===s&&n.lastExportedAtMs===
a}function nA(e){return e.reason===void 0?e:{...e,reason:Kn(e.reason)}}function Tp(e){let t=e.deliveries.map(({checkpoint:n,...r})=>r);return{...e,deliveries:t}}var Op=[Xn(2e5,2e4,15e3,15e4),Xn(5e4,1e4,5e3,15e4),Xn(5e3,0,1e3,15e4),Xn(5e3,0,1e3,5e4),Xn(0,0,0,0)];function Xn(e,t,n,r){return{maxHistoryBytes:e,minReportBytes:t,
maxActionBytes:n,maxDeadLetterBytes:r}}var rA=Xn(0,0,0,0),Si=Op.length-1,oA=5e4,iA=80;function Mp(e,t=0){let{maxHistoryBytes:n,minReportBytes:r,maxActionBytes:o,
maxDeadLetterBytes:i}=Op[t]??rA,{history:s,pastRuns:a,actions:u,deadLetters:c,tokens:d,...f}=e,h=At({...f,tokens:d})>oA,p=Pp(u,o),m=n-At(p);return{...e,...sA(s,
a,m,r),actions:p,deadLetters:cA(c,i),tokens:h?{}:d}}function sA(e,t,n,r){let o=At(e),i=o+At(t),s=e.length,a=[];for(;s>1&&i>n&&o>r;s-=1){let d=e[s-1];if(d===void 0)
break;let f=_p(d);a.unshift(f),o-=wi(d),i+=wi(f)-wi(d)}let u=e.slice(0,s),c=uA(aA([...a,...t],u));return{history:u,pastRuns:Pp(c,n-o)}}function aA(e,t){let n=new Set(
t.map(({runId:r})=>r));return e.filter(({runId:r})=>{let o=!n.has(r);return n.add(r),o})}function uA(e){return e.map((t,n)=>n<iA?t:Tp(t))}function Pp(e,t){let n=At(
e),r=e.length;for(;r>0&&n>t;r-=1)n-=wi(e[r-1]);return e.slice(0,r)}function cA(e,t){let n=At(e)-t;return e.map(r=>{let{content:o,...i}=r;return n<=0||o===void 0?
r:(n-=At(r)-At(i),i)})}function wi(e){return At(e)+1}function At(e){return Buffer.byteLength(JSON.stringify(e))}async function vi(e,t,n,r=Si){for(let o=n;;o+=1){let i=Mp(t,o),s=await e(i);if(!(s.status==="failed"&&s.isTooLarge)||o>=r)return{write:s,trimmed:i,level:o}}}var dA=5,lA=5e3;function Lp({store:e,clock:t,random:n,holder:r},o){let{state:i,version:s}=o,a=Promise.resolve(),u=!1,c=0,d=new AbortController().signal;function f(b){
return Ke(b).some(({runId:w})=>w===r)}async function h(b){let w=await e.read(b);if(w.status==="failed")return{status:"retry",reason:w.reason};let S=qt(w.document);
if(S.status==="parsed"&&f(S.state))return{status:"written",state:S.state};if(S.status!=="parsed"||S.state.lease?.holder!==r)return u=!0,{status:"lease-lost"};i=
S.state,s=w.version}async function p(b,w){let S=t.now()+w;for(let x=0;x<dA;x+=1){if(u)return{status:"lease-lost"};let{write:A,trimmed:v,level:O}=await vi(z=>e.write(
z,s,S-t.now()),b(i),c);if(c=O,A.status==="written")return i=v,s=A.version,{status:"written",state:i};if(A.status==="failed")return{status:"retry",reason:A.reason};
let k=await h(S-t.now());if(k!==void 0)return k}return{status:"failed",reason:"the state is being changed by somebody else all the time"}}async function m(b,w){
let S={untilMs:w,attemptTimeoutMs:lA,signal:d},{outcome:x}=await Kt(A=>p(b,A),S,t,n);return x.status==="retry"?{status:"failed",reason:x.reason}:x}return{update(b,w){
let S=a.then(()=>m(b,w)).catch(x=>({status:"failed",reason:uu(x)}));return a=S,S}}}function Ip(e,t){let n=e+t,r=n-t*.075,o=(r+n)/2;return{startedAtMs:e,fetchUntilMs:r-t*.15,deliverUntilMs:r,saveUntilMs:o,overtimeMs:(o+n)/2,deadlineMs:n,attemptTimeoutMs:Math.
min(8e3,t*.4),maxUnsentMs:Math.min(2e3,t*.2)}}var fA=5e3,Zn={pages:0,pageRetries:0,deliveries:[]};async function Lu(e,t,n){let{store:r,clock:o,random:i,maxRunMs:s}=e,{trigger:a,by:u}=t,c=Ip(o.now(),s),d=yA(
o,i),f={runId:d,trigger:a,...u===void 0?{}:{by:ri(u,100)},...n.kind===void 0?{}:{work:n.kind},startedAtMs:c.startedAtMs};function h(q){let{finish:Re,...Me}=q;return{
...f,endedAtMs:o.now(),...Me}}function p(q){return{status:"ran",report:h({outcome:"stopped",reason:q,...Zn})}}let m=Math.min(fA,c.fetchUntilMs-c.startedAtMs),b=await r.
read(m);if(b.status==="failed")return p(`the state could not be read: ${b.reason}`);let w=qt(b.document);if(w.status==="broken")return p(w.reason);let S=w.status===
"first-run"?dt:yn(w.state),x=a==="schedule"?e.minIntervalMs:0,A=Zf(S,o.now(),x);if(A!=="start")return{status:A};if(S.pausedAtMs!==null&&a!=="administrator")return{
status:"paused"};let v=Lp({store:r,clock:o,random:i,holder:d},{state:S,version:b.version}),O=kp(S),k=mA({update:(q,Re)=>v.update(O(q),Re)},o,d,c,S),z=await k.save(
n.prepare);if(z.status==="lease-lost")return{status:"busy"};if(z.status==="failed")return p(`the state could not be stored: ${z.reason}`);let le=(async()=>z.status===
"overruled"?{...dn(z),...Zn}:n.perform(k))().catch(q=>({...fn(q),...Zn})),he=await Ut(le,c.overtimeMs,pA,o);k.close();let C=Ht(S.unreportedWarnings,he.warnings),
B=h(C.length===0?he:{...he,warnings:C}),F=q=>({...he.finish?.(q)??q,unreportedWarnings:q.unreportedWarnings.filter(Re=>!C.includes(Re)),history:[B,...q.history],
lease:null}),ne=await v.update(O(F),c.deadlineMs),[fe]=Ke(S);return{status:"ran",report:ne.status==="written"?B:{...B,...dn(ne)},...fe===void 0?{}:{previous:fe}}}
function pA(){return{outcome:"stopped",reason:"the exporter has a defect (the run did not end by itself); please report it",...Zn}}function mA(e,t,n,r,o){let i=0,
s=!1;return{budget:r,before:o,close(){s=!0},async save(a){if(s)return{status:"lease-lost"};let u=t.now(),c=h=>Qf(a(h),n,u),d=await e.update(c,r.saveUntilMs);if(d.
status!=="written")return d;i=u+ai;let f=hA(o,d.state);return f===void 0?d:{status:"overruled",reason:f}},isLeaseValid:()=>!s&&t.now()<i}}function hA(e,t){if(t.
moves!==e.moves)return"an administrator moved the checkpoint";if(t.pausedAtMs!==e.pausedAtMs&&t.pausedAtMs!==null)return"an administrator paused the export"}function yA(e,t){
let n=Math.floor(t()*2821109907456).toString(36).padStart(8,"0");return`${e.now().toString(36)}-${n}`}var gA=200,bA=5e3,wA={status:"retry",reason:"the exporter has a defect"};function SA({deliveries:e},t){return e.length===0||e.some(({destination:n})=>n===t)}async function Cp({
report:e,previous:t},n,r,o,i){let s=o-i.now();if(s<gA||!Xd(e,t))return[];let a=Math.min(s,bA);return(await Promise.all(n.filter(({destination:c})=>SA(e,c)).map(
async({destination:c,deliverRow:d})=>{let f=Zd(e,c,r),h=await d(f,a).catch(()=>wA);return vA(c,h)}))).flatMap(c=>c??[])}function vA(e,t){if(t.status==="accepted")
return;let n=t.status==="misconfigured"?t.problem:t.reason;return`${e} did not take the health row (LOGANALYTICS_HEALTH_ROWS=off sends none): ${n}`}var mm=require("node:http"),hm=require("node:https");var lm=M(require("node:http"),1),fm=M(require("node:https"),1),vn=M(require("node:zlib"),1),Ve=M(require("node:stream"),1),no=require("node:buffer");function xA(e){if(!/^data:/i.test(e))throw new TypeError('`uri` does not appear to be a Data URI (must begin with "data:")');e=e.replace(/\r?\n/g,"");let t=e.indexOf(
",");if(t===-1||t<=4)throw new TypeError("malformed data: URI");let n=e.substring(5,t).split(";"),r="",o=!1,i=n[0]||"text/plain",s=i;for(let d=1;d<n.length;d++)
n[d]==="base64"?o=!0:n[d]&&(s+=`;${n[d]}`,n[d].indexOf("charset=")===0&&(r=n[d].substring(8)));!n[0]&&!r.length&&(s+=";charset=US-ASCII",r="US-ASCII");let a=o?"\
base64":"ascii",u=unescape(e.substring(t+1)),c=Buffer.from(u,a);return c.type=i,c.typeFull=s,c.charset=r,c}var Dp=xA;var Ye=M(require("node:stream"),1),kt=require("node:util"),We=require("node:buffer");Jr();xi();var Et=class extends Error{constructor(t,n){super(t),Error.captureStackTrace(this,this.constructor),this.type=n}get name(){return this.constructor.name}get[Symbol.
toStringTag](){return this.constructor.name}};var Be=class extends Et{constructor(t,n,r){super(t,n),r&&(this.code=this.errno=r.code,this.erroredSysCall=r.syscall)}};var Ai=Symbol.toStringTag,Fu=e=>typeof e=="object"&&typeof e.append=="function"&&typeof e.delete=="function"&&typeof e.get=="function"&&typeof e.getAll=="functi\
on"&&typeof e.has=="function"&&typeof e.set=="function"&&typeof e.sort=="function"&&e[Ai]==="URLSearchParams",Zr=e=>e&&typeof e=="object"&&typeof e.arrayBuffer==
"function"&&typeof e.type=="string"&&typeof e.stream=="function"&&typeof e.constructor=="function"&&/^(Blob|File)$/.test(e[Ai]),Wp=e=>typeof e=="object"&&(e[Ai]===
"AbortSignal"||e[Ai]==="EventTarget"),Gp=(e,t)=>{let n=new URL(t).hostname,r=new URL(e).hostname;return n===r||n.endsWith(`.${r}`)},Vp=(e,t)=>{let n=new URL(t).
protocol,r=new URL(e).protocol;return n===r};var FA=(0,kt.promisify)(Ye.default.pipeline),He=Symbol("Body internals"),ft=class{constructor(t,{size:n=0}={}){let r=null;t===null?t=null:Fu(t)?t=We.Buffer.from(
t.toString()):Zr(t)||We.Buffer.isBuffer(t)||(kt.types.isAnyArrayBuffer(t)?t=We.Buffer.from(t):ArrayBuffer.isView(t)?t=We.Buffer.from(t.buffer,t.byteOffset,t.byteLength):
t instanceof Ye.default||(t instanceof bn?(t=Kp(t),r=t.type.split("=")[1]):t=We.Buffer.from(String(t))));let o=t;We.Buffer.isBuffer(t)?o=Ye.default.Readable.from(
t):Zr(t)&&(o=Ye.default.Readable.from(t.stream())),this[He]={body:t,stream:o,boundary:r,disturbed:!1,error:null},this.size=n,t instanceof Ye.default&&t.on("erro\
r",i=>{let s=i instanceof Et?i:new Be(`Invalid response body while trying to fetch ${this.url}: ${i.message}`,"system",i);this[He].error=s})}get body(){return this[He].
stream}get bodyUsed(){return this[He].disturbed}async arrayBuffer(){let{buffer:t,byteOffset:n,byteLength:r}=await Uu(this);return t.slice(n,n+r)}async formData(){
let t=this.headers.get("content-type");if(t.startsWith("application/x-www-form-urlencoded")){let r=new bn,o=new URLSearchParams(await this.text());for(let[i,s]of o)
r.append(i,s);return r}let{toFormData:n}=await Promise.resolve().then(()=>(Jp(),Yp));return n(this.body,t)}async blob(){let t=this.headers&&this.headers.get("co\
ntent-type")||this[He].body&&this[He].body.type||"",n=await this.arrayBuffer();return new Rt([n],{type:t})}async json(){let t=await this.text();return JSON.parse(
t)}async text(){let t=await Uu(this);return new TextDecoder().decode(t)}buffer(){return Uu(this)}};ft.prototype.buffer=(0,kt.deprecate)(ft.prototype.buffer,"Ple\
ase use 'response.arrayBuffer()' instead of 'response.buffer()'","node-fetch#buffer");Object.defineProperties(ft.prototype,{body:{enumerable:!0},bodyUsed:{enumerable:!0},
arrayBuffer:{enumerable:!0},blob:{enumerable:!0},json:{enumerable:!0},text:{enumerable:!0},data:{get:(0,kt.deprecate)(()=>{},"data doesn't exist, use json(), te\
xt(), arrayBuffer(), or body instead","https://github.com/node-fetch/node-fetch/issues/1000 (response)")}});async function Uu(e){if(e[He].disturbed)throw new TypeError(
`body used already for: ${e.url}`);if(e[He].disturbed=!0,e[He].error)throw e[He].error;let{body:t}=e;if(t===null)return We.Buffer.alloc(0);if(!(t instanceof Ye.default))
return We.Buffer.alloc(0);let n=[],r=0;try{for await(let o of t){if(e.size>0&&r+o.length>e.size){let i=new Be(`content size at ${e.url} over limit: ${e.size}`,"\
max-size");throw t.destroy(i),i}r+=o.length,n.push(o)}}catch(o){throw o instanceof Et?o:new Be(`Invalid response body while trying to fetch ${e.url}: ${o.message}`,
"system",o)}if(t.readableEnded===!0||t._readableState.ended===!0)try{return n.every(o=>typeof o=="string")?We.Buffer.from(n.join("")):We.Buffer.concat(n,r)}catch(o){
throw new Be(`Could not create Buffer from response body for ${e.url}: ${o.message}`,"system",o)}else throw new Be(`Premature close of server response while try\
ing to fetch ${e.url}`)}var er=(e,t)=>{let n,r,{body:o}=e[He];if(e.bodyUsed)throw new Error("cannot clone body after it is used");return o instanceof Ye.default&&
typeof o.getBoundary!="function"&&(n=new Ye.PassThrough({highWaterMark:t}),r=new Ye.PassThrough({highWaterMark:t}),o.pipe(n),o.pipe(r),e[He].stream=n,o=r),o},BA=(0,kt.deprecate)(
e=>e.getBoundary(),"form-data doesn't follow the spec and requires special treatment. Use alternative package","https://github.com/node-fetch/node-fetch/issues/\
1167"),_i=(e,t)=>e===null?null:typeof e=="string"?"text/plain;charset=UTF-8":Fu(e)?"application/x-www-form-urlencoded;charset=UTF-8":Zr(e)?e.type||null:We.Buffer.
isBuffer(e)||kt.types.isAnyArrayBuffer(e)||ArrayBuffer.isView(e)?null:e instanceof bn?`multipart/form-data; boundary=${t[He].boundary}`:e&&typeof e.getBoundary==
"function"?`multipart/form-data;boundary=${BA(e)}`:e instanceof Ye.default?null:"text/plain;charset=UTF-8",Xp=e=>{let{body:t}=e[He];return t===null?0:Zr(t)?t.size:
We.Buffer.isBuffer(t)?t.length:t&&typeof t.getLengthSync=="function"&&t.hasKnownLength&&t.hasKnownLength()?t.getLengthSync():null},Zp=async(e,{body:t})=>{t===null?
e.end():await FA(t,e)};var $u=require("node:util"),eo=M(require("node:http"),1),Ti=typeof eo.default.validateHeaderName=="function"?eo.default.validateHeaderName:e=>{if(!/^[\^`\-\w!#$%&'*+.|~]+$/.
test(e)){let t=new TypeError(`Header name must be a valid HTTP token [${e}]`);throw Object.defineProperty(t,"code",{value:"ERR_INVALID_HTTP_TOKEN"}),t}},Ku=typeof eo.default.
validateHeaderValue=="function"?eo.default.validateHeaderValue:(e,t)=>{if(/[^\t\u0020-\u007E\u0080-\u00FF]/.test(t)){let n=new TypeError(`Invalid character in h\
eader content ["${e}"]`);throw Object.defineProperty(n,"code",{value:"ERR_INVALID_CHAR"}),n}},Ge=class e extends URLSearchParams{constructor(t){let n=[];if(t instanceof
e){let r=t.raw();for(let[o,i]of Object.entries(r))n.push(...i.map(s=>[o,s]))}else if(t!=null)if(typeof t=="object"&&!$u.types.isBoxedPrimitive(t)){let r=t[Symbol.
iterator];if(r==null)n.push(...Object.entries(t));else{if(typeof r!="function")throw new TypeError("Header pairs must be iterable");n=[...t].map(o=>{if(typeof o!=
"object"||$u.types.isBoxedPrimitive(o))throw new TypeError("Each header pair must be an iterable object");return[...o]}).map(o=>{if(o.length!==2)throw new TypeError(
"Each header pair must be a name/value tuple");return[...o]})}}else throw new TypeError("Failed to construct 'Headers': The provided value is not of type '(sequ\
ence<sequence<ByteString>> or record<ByteString, ByteString>)");return n=n.length>0?n.map(([r,o])=>(Ti(r),Ku(r,String(o)),[String(r).toLowerCase(),String(o)])):
void 0,super(n),new Proxy(this,{get(r,o,i){switch(o){case"append":case"set":return(s,a)=>(Ti(s),Ku(s,String(a)),URLSearchParams.prototype[o].call(r,String(s).toLowerCase(),
String(a)));case"delete":case"has":case"getAll":return s=>(Ti(s),URLSearchParams.prototype[o].call(r,String(s).toLowerCase()));case"keys":return()=>(r.sort(),new Set(
URLSearchParams.prototype.keys.call(r)).keys());default:return Reflect.get(r,o,i)}}})}get[Symbol.toStringTag](){return this.constructor.name}toString(){return Object.
prototype.toString.call(this)}get(t){let n=this.getAll(t);if(n.length===0)return null;let r=n.join(", ");return/^content-encoding$/i.test(t)&&(r=r.toLowerCase()),
r}forEach(t,n=void 0){for(let r of this.keys())Reflect.apply(t,n,[this.get(r),r,this])}*values(){for(let t of this.keys())yield this.get(t)}*entries(){for(let t of this.
keys())yield[t,this.get(t)]}[Symbol.iterator](){return this.entries()}raw(){return[...this.keys()].reduce((t,n)=>(t[n]=this.getAll(n),t),{})}[Symbol.for("nodejs\
.util.inspect.custom")](){return[...this.keys()].reduce((t,n)=>{let r=this.getAll(n);return n==="host"?t[n]=r[0]:t[n]=r.length>1?r:r[0],t},{})}};Object.defineProperties(
Ge.prototype,["get","entries","forEach","values"].reduce((e,t)=>(e[t]={enumerable:!0},e),{}));function Qp(e=[]){return new Ge(e.reduce((t,n,r,o)=>(r%2===0&&t.push(
o.slice(r,r+2)),t),[]).filter(([t,n])=>{try{return Ti(t),Ku(t,String(n)),!0}catch{return!1}}))}var HA=new Set([301,302,303,307,308]),Oi=e=>HA.has(e);var st=Symbol("Response internals"),Ue=class e extends ft{constructor(t=null,n={}){super(t,n);let r=n.status!=null?n.status:200,o=new Ge(n.headers);if(t!==null&&
!o.has("Content-Type")){let i=_i(t,this);i&&o.append("Content-Type",i)}this[st]={type:"default",url:n.url,status:r,statusText:n.statusText||"",headers:o,counter:n.
counter,highWaterMark:n.highWaterMark}}get type(){return this[st].type}get url(){return this[st].url||""}get status(){return this[st].status}get ok(){return this[st].
status>=200&&this[st].status<300}get redirected(){return this[st].counter>0}get statusText(){return this[st].statusText}get headers(){return this[st].headers}get highWaterMark(){
return this[st].highWaterMark}clone(){return new e(er(this,this.highWaterMark),{type:this.type,url:this.url,status:this.status,statusText:this.statusText,headers:this.
headers,ok:this.ok,redirected:this.redirected,size:this.size,highWaterMark:this.highWaterMark})}static redirect(t,n=302){if(!Oi(n))throw new RangeError('Failed \
to execute "redirect" on "response": Invalid status code');return new e(null,{headers:{location:new URL(t).toString()},status:n})}static error(){let t=new e(null,
{status:0,statusText:""});return t[st].type="error",t}static json(t=void 0,n={}){let r=JSON.stringify(t);if(r===void 0)throw new TypeError("data is not JSON ser\
ializable");let o=new Ge(n&&n.headers);return o.has("content-type")||o.set("content-type","application/json"),new e(r,{...n,headers:o})}get[Symbol.toStringTag](){
return"Response"}};Object.defineProperties(Ue.prototype,{type:{enumerable:!0},url:{enumerable:!0},status:{enumerable:!0},ok:{enumerable:!0},redirected:{enumerable:!0},
statusText:{enumerable:!0},headers:{enumerable:!0},clone:{enumerable:!0}});var um=require("node:url"),cm=require("node:util");var em=e=>{if(e.search)return e.search;let t=e.href.length-1,n=e.hash||(e.href[t]==="#"?"#":"");return e.href[t-n.length]==="?"?"?":""};var nm=require("node:net");function tm(e,t=!1){return e==null||(e=new URL(e),/^(about|blob|data):$/.test(e.protocol))?"no-referrer":(e.username="",e.password="",
e.hash="",t&&(e.pathname="",e.search=""),e)}var rm=new Set(["","no-referrer","no-referrer-when-downgrade","same-origin","origin","strict-origin","origin-when-cr\
oss-origin","strict-origin-when-cross-origin","unsafe-url"]),om="strict-origin-when-cross-origin";function im(e){if(!rm.has(e))throw new TypeError(`Invalid refe\
rrerPolicy: ${e}`);return e}function UA(e){if(/^(http|ws)s:$/.test(e.protocol))return!0;let t=e.host.replace(/(^\[)|(]$)/g,""),n=(0,nm.isIP)(t);return n===4&&/^127\./.
test(t)||n===6&&/^(((0+:){7})|(::(0+:){0,6}))0*1$/.test(t)?!0:e.host==="localhost"||e.host.endsWith(".localhost")?!1:e.protocol==="file:"}function tr(e){return/^about:(blank|srcdoc)$/.
test(e)||e.protocol==="data:"||/^(blob|filesystem):$/.test(e.protocol)?!0:UA(e)}function sm(e,{referrerURLCallback:t,referrerOriginCallback:n}={}){if(e.referrer===
"no-referrer"||e.referrerPolicy==="")return null;let r=e.referrerPolicy;if(e.referrer==="about:client")return"no-referrer";let o=e.referrer,i=tm(o),s=tm(o,!0);i.
toString().length>4096&&(i=s),t&&(i=t(i)),n&&(s=n(s));let a=new URL(e.url);switch(r){case"no-referrer":return"no-referrer";case"origin":return s;case"unsafe-url":
return i;case"strict-origin":return tr(i)&&!tr(a)?"no-referrer":s.toString();case"strict-origin-when-cross-origin":return i.origin===a.origin?i:tr(i)&&!tr(a)?"n\
o-referrer":s;case"same-origin":return i.origin===a.origin?i:"no-referrer";case"origin-when-cross-origin":return i.origin===a.origin?i:s;case"no-referrer-when-d\
owngrade":return tr(i)&&!tr(a)?"no-referrer":i;default:throw new TypeError(`Invalid referrerPolicy: ${r}`)}}function am(e){let t=(e.get("referrer-policy")||"").
split(/[,\s]+/),n="";for(let r of t)r&&rm.has(r)&&(n=r);return n}var me=Symbol("Request internals"),to=e=>typeof e=="object"&&typeof e[me]=="object",$A=(0,cm.deprecate)(()=>{},".data is not a valid RequestInit property, use .\
body instead","https://github.com/node-fetch/node-fetch/issues/1000 (request)"),Sn=class e extends ft{constructor(t,n={}){let r;if(to(t)?r=new URL(t.url):(r=new URL(
t),t={}),r.username!==""||r.password!=="")throw new TypeError(`${r} is an url with embedded credentials.`);let o=n.method||t.method||"GET";if(/^(delete|get|head|options|post|put)$/i.
test(o)&&(o=o.toUpperCase()),!to(n)&&"data"in n&&$A(),(n.body!=null||to(t)&&t.body!==null)&&(o==="GET"||o==="HEAD"))throw new TypeError("Request with GET/HEAD m\
ethod cannot have body");let i=n.body?n.body:to(t)&&t.body!==null?er(t):null;super(i,{size:n.size||t.size||0});let s=new Ge(n.headers||t.headers||{});if(i!==null&&
!s.has("Content-Type")){let c=_i(i,this);c&&s.set("Content-Type",c)}let a=to(t)?t.signal:null;if("signal"in n&&(a=n.signal),a!=null&&!Wp(a))throw new TypeError(
"Expected signal to be an instanceof AbortSignal or EventTarget");let u=n.referrer==null?t.referrer:n.referrer;if(u==="")u="no-referrer";else if(u){let c=new URL(
u);u=/^about:(\/\/)?client$/.test(c)?"client":c}else u=void 0;this[me]={method:o,redirect:n.redirect||t.redirect||"follow",headers:s,parsedURL:r,signal:a,referrer:u},
this.follow=n.follow===void 0?t.follow===void 0?20:t.follow:n.follow,this.compress=n.compress===void 0?t.compress===void 0?!0:t.compress:n.compress,this.counter=
n.counter||t.counter||0,this.agent=n.agent||t.agent,this.highWaterMark=n.highWaterMark||t.highWaterMark||16384,this.insecureHTTPParser=n.insecureHTTPParser||t.insecureHTTPParser||
!1,this.referrerPolicy=n.referrerPolicy||t.referrerPolicy||""}get method(){return this[me].method}get url(){return(0,um.format)(this[me].parsedURL)}get headers(){
return this[me].headers}get redirect(){return this[me].redirect}get signal(){return this[me].signal}get referrer(){if(this[me].referrer==="no-referrer")return"";
if(this[me].referrer==="client")return"about:client";if(this[me].referrer)return this[me].referrer.toString()}get referrerPolicy(){return this[me].referrerPolicy}set referrerPolicy(t){
this[me].referrerPolicy=im(t)}clone(){return new e(this)}get[Symbol.toStringTag](){return"Request"}};Object.defineProperties(Sn.prototype,{method:{enumerable:!0},
url:{enumerable:!0},headers:{enumerable:!0},redirect:{enumerable:!0},clone:{enumerable:!0},signal:{enumerable:!0},referrer:{enumerable:!0},referrerPolicy:{enumerable:!0}});
var dm=e=>{let{parsedURL:t}=e[me],n=new Ge(e[me].headers);n.has("Accept")||n.set("Accept","*/*");let r=null;if(e.body===null&&/^(post|put)$/i.test(e.method)&&(r=
"0"),e.body!==null){let a=Xp(e);typeof a=="number"&&!Number.isNaN(a)&&(r=String(a))}r&&n.set("Content-Length",r),e.referrerPolicy===""&&(e.referrerPolicy=om),e.
referrer&&e.referrer!=="no-referrer"?e[me].referrer=sm(e):e[me].referrer="no-referrer",e[me].referrer instanceof URL&&n.set("Referer",e.referrer),n.has("User-Ag\
ent")||n.set("User-Agent","node-fetch"),e.compress&&!n.has("Accept-Encoding")&&n.set("Accept-Encoding","gzip, deflate, br");let{agent:o}=e;typeof o=="function"&&
(o=o(t));let i=em(t),s={path:t.pathname+i,method:e.method,headers:n[Symbol.for("nodejs.util.inspect.custom")](),insecureHTTPParser:e.insecureHTTPParser,agent:o};
return{parsedURL:t,options:s}};var Mi=class extends Et{constructor(t,n="aborted"){super(t,n)}};xi();Bu();var KA=new Set(["data:","http:","https:"]);async function Pi(e,t){return new Promise((n,r)=>{let o=new Sn(e,t),{parsedURL:i,options:s}=dm(o);if(!KA.has(i.protocol))
throw new TypeError(`node-fetch cannot load ${e}. URL scheme "${i.protocol.replace(/:$/,"")}" is not supported.`);if(i.protocol==="data:"){let m=Dp(o.url),b=new Ue(
m,{headers:{"Content-Type":m.typeFull}});n(b);return}let a=(i.protocol==="https:"?fm.default:lm.default).request,{signal:u}=o,c=null,d=()=>{let m=new Mi("The op\
eration was aborted.");r(m),o.body&&o.body instanceof Ve.default.Readable&&o.body.destroy(m),!(!c||!c.body)&&c.body.emit("error",m)};if(u&&u.aborted){d();return}
let f=()=>{d(),p()},h=a(i.toString(),s);u&&u.addEventListener("abort",f);let p=()=>{h.abort(),u&&u.removeEventListener("abort",f)};h.on("error",m=>{r(new Be(`re\
quest to ${o.url} failed, reason: ${m.message}`,"system",m)),p()}),WA(h,m=>{c&&c.body&&c.body.destroy(m)}),process.version<"v14"&&h.on("socket",m=>{let b;m.prependListener(
"end",()=>{b=m._eventsCount}),m.prependListener("close",w=>{if(c&&b<m._eventsCount&&!w){let S=new Error("Premature close");S.code="ERR_STREAM_PREMATURE_CLOSE",c.
body.emit("error",S)}})}),h.on("response",m=>{h.setTimeout(0);let b=Qp(m.rawHeaders);if(Oi(m.statusCode)){let v=b.get("Location"),O=null;try{O=v===null?null:new URL(
v,o.url)}catch{if(o.redirect!=="manual"){r(new Be(`uri requested responds with an invalid redirect URL: ${v}`,"invalid-redirect")),p();return}}switch(o.redirect){case"\
error":r(new Be(`uri requested responds with a redirect, redirect mode is set to error: ${o.url}`,"no-redirect")),p();return;case"manual":break;case"follow":{if(O===
null)break;if(o.counter>=o.follow){r(new Be(`maximum redirect reached at: ${o.url}`,"max-redirect")),p();return}let k={headers:new Ge(o.headers),follow:o.follow,
counter:o.counter+1,agent:o.agent,compress:o.compress,method:o.method,body:er(o),signal:o.signal,size:o.size,referrer:o.referrer,referrerPolicy:o.referrerPolicy};
if(!Gp(o.url,O)||!Vp(o.url,O))for(let N of["authorization","www-authenticate","cookie","cookie2"])k.headers.delete(N);if(m.statusCode!==303&&o.body&&t.body instanceof
Ve.default.Readable){r(new Be("Cannot follow redirect with body being a readable stream","unsupported-redirect")),p();return}(m.statusCode===303||(m.statusCode===
301||m.statusCode===302)&&o.method==="POST")&&(k.method="GET",k.body=void 0,k.headers.delete("content-length"));let z=am(b);z&&(k.referrerPolicy=z),n(Pi(new Sn(
O,k))),p();return}default:return r(new TypeError(`Redirect option '${o.redirect}' is not a valid value of RequestRedirect`))}}u&&m.once("end",()=>{u.removeEventListener(
"abort",f)});let w=(0,Ve.pipeline)(m,new Ve.PassThrough,v=>{v&&r(v)});process.version<"v12.10"&&m.on("aborted",f);let S={url:o.url,status:m.statusCode,statusText:m.
statusMessage,headers:b,size:o.size,counter:o.counter,highWaterMark:o.highWaterMark},x=b.get("Content-Encoding");if(!o.compress||o.method==="HEAD"||x===null||m.
statusCode===204||m.statusCode===304){c=new Ue(w,S),n(c);return}let A={flush:vn.default.Z_SYNC_FLUSH,finishFlush:vn.default.Z_SYNC_FLUSH};if(x==="gzip"||x==="x-\
gzip"){w=(0,Ve.pipeline)(w,vn.default.createGunzip(A),v=>{v&&r(v)}),c=new Ue(w,S),n(c);return}if(x==="deflate"||x==="x-deflate"){let v=(0,Ve.pipeline)(m,new Ve.PassThrough,
O=>{O&&r(O)});v.once("data",O=>{(O[0]&15)===8?w=(0,Ve.pipeline)(w,vn.default.createInflate(),k=>{k&&r(k)}):w=(0,Ve.pipeline)(w,vn.default.createInflateRaw(),k=>{
k&&r(k)}),c=new Ue(w,S),n(c)}),v.once("end",()=>{c||(c=new Ue(w,S),n(c))});return}if(x==="br"){w=(0,Ve.pipeline)(w,vn.default.createBrotliDecompress(),v=>{v&&r(
v)}),c=new Ue(w,S),n(c);return}c=new Ue(w,S),n(c)}),Zp(h,o).catch(r)})}function WA(e,t){let n=no.Buffer.from(`0\r
\r
`),r=!1,o=!1,i;e.on("response",s=>{let{headers:a}=s;r=a["transfer-encoding"]==="chunked"&&!a["content-length"]}),e.on("socket",s=>{let a=()=>{if(r&&!o){let c=new Error(
"Premature close");c.code="ERR_STREAM_PREMATURE_CLOSE",t(c)}},u=c=>{o=no.Buffer.compare(c.slice(-5),n)===0,!o&&i&&(o=no.Buffer.compare(i.slice(-3),n.slice(0,3))===
0&&no.Buffer.compare(c.slice(-2),n.slice(3))===0),i=c};s.prependListener("close",a),s.on("data",u),e.on("close",()=>{s.removeListener("close",a),s.removeListener(
"data",u)})})}function Li(){let e=new mm.Agent({keepAlive:!0}),t=new hm.Agent({keepAlive:!0,minVersion:"TLSv1.2"}),n=!1;return{async send(r){if(n)return pm(r,"network","the r\
un is over");if(r.timeoutMs<=0)return pm(r,"timeout","no time was left for it");let o=new AbortController,i=setTimeout(()=>o.abort(),r.timeoutMs);try{let s=await Pi(
r.url,{method:r.method,headers:{...r.headers},...r.body===void 0?{}:{body:r.body},redirect:"manual",signal:o.signal,size:r.maxResponseBytes,agent:u=>u.protocol===
"http:"?e:t}),a=GA(s);return r.onHead?.(a),{status:"answered",...a,body:await s.text()}}catch(s){return VA(s,r,o.signal.aborted)}finally{clearTimeout(i)}},close(){
n=!0,e.destroy(),t.destroy()}}}function GA(e){return{statusCode:e.status,header:t=>e.headers.get(t)??void 0}}function pm(e,t,n){return{status:"failed",cause:t,reason:`${ym(
e.url)} was not asked, because ${n}`}}function VA(e,t,n){let r=ym(t.url),{type:o,code:i}=e;if(n){let a=Math.round(t.timeoutMs/100)/10;return{status:"failed",cause:"\
timeout",reason:`${r} gave no answer in ${a} s`}}if(o==="max-size")return{status:"failed",cause:"too-large",reason:`${r} answered with more than ${t.maxResponseBytes}\
 bytes`};let s=typeof i=="string"?` (${i})`:"";return{status:"failed",cause:"network",reason:`the connection to ${r} failed${s}`}}function ym(e){try{return new URL(
e).host}catch{return"an address that is not a URL"}}function gm(e){let t=new WeakMap;return n=>{let r=t.get(n);if(r!==void 0)return r;let o=e(n);return t.set(n,o),o}}var jA=/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/;function bm(e){if(!jA.
test(e)||e.startsWith("0000"))return!1;let t=Number(e.slice(8,10));return t<=28||t<=qA(Number(e.slice(0,4)),Number(e.slice(5,7)))}function qA(e,t){return t===2?
e%4===0&&(e%100!==0||e%400===0)?29:28:t===4||t===6||t===9||t===11?30:31}var zA="Actions events",nr="Login - Failure",wm="Login - Notification",Ii="Login - Success",Ci="Logout - Failure",Wu="Logout - Success",YA="Management API - Fai\
lure",Sm="Management API - Success",R="Other Events",vm="SCIM Events",JA="Signup - Failure",XA="Signup - Success",xm="Silent Authentication - Failure",Am="Silen\
t Authentication - Success",Q="System - Notification",ye="Token Exchange - Failure",ge="Token Exchange - Success",be="User/Behavioral - Failure",Yt="User/Behavi\
oral - Notification",we="User/Behavioral - Success",Rm=[["acls_summary","Network ACLs Summary",R,1],["actions_execution_failed","Actions Execution Failed",zA,3],
["acul_sdk_notice","ACUL SDK Notice",Q,1],["admin_update_launch","Auth0 Update Launched",Q,1],["api_limit","Rate Limit on the Authentication or Management APIs",
Q,4],["api_limit_warning","Rate Limit Warning on the Authentication or Management APIs",Q,2],["appi","Notice for API Peak Performance initiated",Q,2],["ciba_exc\
hange_failed","Failed CIBA Exchange",ye,3],["ciba_exchange_succeeded","Successful CIBA Exchange",ge,1],["ciba_start_failed","Failed CIBA Start",R,3],["ciba_star\
t_succeeded","Successful CIBA Start",R,1],["cls","Code/Link Sent",R,1],["coff","Connector Offline",Q,3],["con","Connector Online",Q,1],["connected_accounts_conn\
ection_failed","Failed Connected Account Connection",be,3],["connected_accounts_connection_succeeded","Successful Connected Account Connection",we,1],["connecte\
d_accounts_delete_failed","Failed Connected Account Delete",be,3],["connected_accounts_delete_succeeded","Successful Connected Account Delete",we,1],["cs","Code\
 Sent",Yt,1],["custom_domain_verification_failed","Custom Domain Verification Failed",Q,3],["depnote","Deprecation Notice",Q,2],["directory_sync_completed","Inb\
ound Directory Sync Completed",Q,1],["directory_sync_failed","Inbound Directory Sync Failed",Q,3],["directory_sync_started","Inbound Directory Sync Started",Q,0],
["du","Deleted User",we,1],["f","Failed Login",nr,3],["failed_on_behalf_of_token_exchange","Failed Exchange",ye,3],["fapi","Failed API Operation",YA,3],["fc","F\
ailed by Connector",nr,3],["fce","Failed Change Email",be,3],["fco","Failed by CORS",R,3],["fcoa","Failed cross-origin authentication",nr,3],["fcp","Failed Chan\
ge Password",be,3],["fcph","Failed Post Change Password Hook",be,3],["fcpn","Failed Change Phone Number",be,3],["fcpr","Failed Change Password Request",be,3],["\
fcpro","Failed Connector Provisioning",Q,4],["fcu","Failed Change Username",be,3],["fd","Failed Delegation",be,3],["fdeac","Failed Device Activation",R,3],["fde\
az","Failed Device Authorization Request",be,3],["fdecc","User Canceled Device Confirmation",be,3],["fdeleacft","Failed to Exchange Delegated Authorization Code\
 for Access Token",ye,3],["fdelsa","Failed Delegated Silent Authentication",xm,3],["fdu","Failed User Deletion",be,3],["feacft","Failed Exchange",ye,3],["feccft",
"Failed Exchange",ye,3],["fecte","Failed Exchange",ye,3],["fede","Failed Exchange",ye,3],["federated_logout_failed","Failed Federated Logout",Ci,3],["fens","Fai\
led Exchange",nr,3],["feoobft","Failed Exchange",ye,3],["feotpft","Failed Exchange",ye,3],["fepft","Failed Exchange",ye,3],["fepotpft","Failed Exchange",ye,3],[
"fercft","Failed Exchange",ye,3],["ferrt","Failed Exchange",ye,3],["fertft","Failed Exchange",ye,3],["feta","Failed Exchange",ye,3],["fi","Failed invite accept",
R,3],["flo","Failed Logout",Ci,3],["flows_execution_completed","Flows Execution Completed",R,1],["flows_execution_failed","Flows Execution Failed",R,3],["fn","F\
ailed Sending Notification",be,3],["forms_submission_failed","Forms Submission Failed",R,3],["forms_submission_succeeded","Forms Submission Succeeded",R,1],["fp",
"Failed Login (Incorrect Password)",nr,3],["fpar","Failed Pushed Authorization Request",R,3],["fpurh","Failed Post User Registration Hook",R,3],["fs","Failed Si\
gnup",JA,3],["fsa","Failed Silent Auth",xm,3],["fscim","Failed SCIM Operation",vm,3],["fu","Failed Login (Invalid Email/Username)",nr,3],["fui","Failed users im\
port",Q,3],["fv","Failed Verification Email",be,3],["fvr","Failed Verification Email Request",be,3],["gd_auth_email_verification","Email Verification Confirmed",
R,1],["gd_auth_fail_email_verification","Email Verification Failed",R,3],["gd_auth_failed","MFA Auth failed",R,3],["gd_auth_rejected","MFA Auth rejected",R,3],[
"gd_auth_succeed","MFA Auth success",R,1],["gd_enrollment_complete","MFA enrollment complete",Yt,1],["gd_module_switch","Module switch",R,1],["gd_otp_rate_limit\
_exceed","Too many MFA failures",R,2],["gd_recovery_failed","Recovery failed",R,3],["gd_recovery_rate_limit_exceed","Multi-factor recovery code has failed too m\
any times",R,2],["gd_recovery_succeed","MFA recovery success",R,1],["gd_send_email","MFA Email Sent",R,1],["gd_send_email_verification","Email Verification Sent",
R,1],["gd_send_email_verification_failure","Email Verification Failed",R,3],["gd_send_pn","Push notification sent",R,1],["gd_send_pn_failure","Error Sending MFA\
 Push Notification",R,3],["gd_send_sms","MFA SMS Sent",R,1],["gd_send_sms_failure","Error Sending MFA SMS",R,3],["gd_send_voice","MFA voice call success",R,1],[
"gd_send_voice_failure","MFA voice call failed",R,3],["gd_start_auth","Second factor started",R,1],["gd_start_enroll","MFA Enroll started",Yt,1],["gd_start_enro\
ll_failed","MFA Enrollment Failed",R,3],["gd_tenant_update","Guardian tenant update",R,1],["gd_unenroll","Unenroll device account",Yt,1],["gd_update_device_acco\
unt","Update device account",Yt,1],["gd_user_delete","User delete",Yt,1],["gd_webauthn_challenge_failed","WebAuthn browser error",R,3],["gd_webauthn_enrollment_\
failed","WebAuthn browser error",R,3],["idjag_exchange_failed","Failed Exchange",ye,3],["idjag_exchange_succeeded","Success Exchange",ge,1],["jwt_bearer_exchang\
e_failed","Failed Exchange",ye,3],["kms_key_management_failure","Failed KMS API Operation",R,3],["kms_key_management_success","Success KMS API Operation",R,1],[
"kms_key_state_changed","KMS Key State Change",R,2],["limit_delegation","Too Many Calls to /delegation",Q,4],["limit_mu","Blocked IP Address",Q,4],["limit_phone",
"Blocked Phone Delivery - Too many phone delivery attempts",Q,4],["limit_sul","Blocked Account",R,4],["limit_ui","Too Many Calls to /userinfo",Q,4],["limit_wc",
"Blocked Account",Q,4],["mfar","MFA Required",R,1],["mgmt_api_read","Management API read Operation",Sm,1],["my_account_authentication_method_failed","Failed aut\
hentication method operation in My Account API",be,3],["my_account_authentication_method_succeeded","Successful authentication method operation in My Account AP\
I",we,1],["oidc_backchannel_logout_failed","Failed OIDC Back-Channel Logout request",Ci,3],["oidc_backchannel_logout_succeeded","Successful OIDC Back-Channel Lo\
gout request",Wu,1],["organization_member_added","Organization Member Added",R,1],["passkey_challenge_failed","Passkey Challenge Failed",R,3],["passkey_challeng\
e_started","Passkey Challenge Started",R,1],["pla","Pre-login assessment",R,0],["pwd_leak","Breached password",R,3],["reset_pwd_leak","Breached Password on Rese\
t",R,3],["resource_cleanup","Success Resource Cleanup",R,2],["rich_consents_access_error","Rich Consents Access Error",R,3],["s","Success Login",Ii,1],["sapi","\
Success API Operation",Sm,1],["sce","Success Change Email",we,1],["scoa","Success cross-origin authentication",Ii,1],["scp","Success Change Password",we,1],["sc\
ph","Success Post Change Password Hook",we,1],["scpn","Success Change Phone Number",we,1],["scpr","Success Change Password Request",we,1],["scu","Success Change\
 Username",we,1],["scv","Success Credential Validation",wm,0],["sd","Success Delegation",we,1],["sdel","Successful Delegated Login",Ii,1],["sdeleacft","Successf\
ul Exchange of Delegated Authorization Code for Access Token",ge,1],["sdelsa","Successful Delegated Silent Authentication",Am,1],["sdu","Success User Deletion",
we,1],["seacft","Success Exchange",ge,1],["seccft","Success Exchange",ge,1],["secte","Success Exchange",ge,1],["sede","Success Exchange",ge,1],["sens","Success \
Exchange",Ii,1],["seoobft","Success Exchange",ge,1],["seotpft","Success Exchange",ge,1],["sepft","Success Exchange",ge,1],["sepkoobft","Success Exchange",ge,1],
["sepkotpft","Success Exchange",ge,1],["sepkrcft","Success Exchange",ge,1],["sercft","Success Exchange",ge,1],["sertft","Success Exchange",ge,1],["seta","Succes\
s Exchange",ge,1],["si","Successfully accepted a user invite",R,1],["signup_pwd_leak","Breached Password on Signup",R,3],["slo","Success Logout",Wu,1],["srrt","\
Successfully revoked a refresh token",we,1],["ss","Success Signup",XA,1],["ss_sso_failure","Failed SS-SSO Operation",be,3],["ss_sso_info","Information from an S\
S-SSO Operation",Yt,1],["ss_sso_success","Success SS-SSO Operation",we,1],["ssa","Success Silent Auth",Am,1],["sscim","Successful SCIM Operation",vm,1],["succes\
s_on_behalf_of_token_exchange","Success Exchange",ge,1],["sui","Successfully imported users",we,1],["sv","Success Verification Email",we,1],["svr","Success Veri\
fication Email Request",we,1],["sys_os_update_end","Auth0 OS Update Ended",Q,1],["sys_os_update_start","Auth0 OS Update Started",Q,1],["sys_update_end","Auth0 U\
pdate Ended",Q,1],["sys_update_start","Auth0 Update Started",Q,1],["too_many_records","Max Amount of Authenticators",R,2],["ublkdu","User login block released",
Yt,1],["universal_logout_failed","Failed Universal Logout request",Ci,3],["universal_logout_succeeded","Successful Universal Logout request",Wu,1],["w","Warning\
 During Login",wm,2],["wn","Warning Sending Notification",R,2],["wum","Warning User Management",R,2]];var ZA=["debug","info","warning","error","critical"],QA=new Map(Rm.map(([e,t,n,r])=>[e,{event:t,category:n,level:r,severity:eR(r)}]));function eR(e){return ZA[e]??
"info"}function rr(e){return QA.get(e)??{event:e,level:1,severity:"info"}}var tR=/(?:authorization|cookies?|authheader)$/,nR=new RegExp(`(?:${["(?:passw(?:or)?d|passwrd|passphrase|passcode|pwd)s?(?:hash|value|confirm|confirmation|repe\
at|again|plain)?","^(?:|smtp|user|db|my|new|old|login)pass","^(?:|smtp|user|db|my|new|old|login|admin|root)pw","secrets?(?:hash|value|string)?","(?:security|sec\
ret)answers?(?:hash)?","^(?:user)?pin","otp(?:value)?","codeverifier","(?:device|user|recovery|backup|verification|activation|confirmation|mfa|otp|sms|email|one\
time|oob|binding|auth|authorization|access|security|login|reset)codes?","(?:api|private|secret|signing|shared|access|account|master|encryption|decryption|subscr\
iption|functions|workspace|hmac|symmetric|write|server|apple)keys?","connectionstring","^(?:x?sig|xamzsignature|sharedaccesssignature)"].join("|")})$`),rR=/(?:tokens?(?:value|hint|string)?|^jwt|^bearer|^wresult|^samlresponse|^assertion|(?:client|saml|token)assertion|^ticket|(?:login|mfa)ticket|[cx]srf)$/,
oR=/^(?:(?:|user|client|server|db|database|aws|gcp|google|googleapplication|azure|firebase|api|smtp|admin|login|service|serviceaccount|app|application)cred(?:ential)?s?|auth|invitation)$/,
iR=/^(?:apns|ios|apple|push)?(?:cert|certificate|key|keystore)?(?:p12|pfx)$/,sR=/^auth\d/,aR="accessedsecrets";function uR(e){return e.toLowerCase().replace(/%(?:25){0,4}[0-9a-f]{2}|[^a-z0-9]/g,
"")}var cR=2e3,Di=new Map,dR=12;function pt(e){if(e.length>128)return"plain";if(e.length>dR)return Em(e);let t=Di.get(e);if(t!==void 0)return t;let n=Em(e);return Di.
size>=cR&&Di.clear(),Di.set(e,n),n}function Em(e){let t=uR(e);if(iR.test(t))return"secret";let n=t.replace(/^(.*\D)\d{1,9}$/,"$1");return n===aR?"plain":tR.test(
n)?"header":nR.test(n)?"secret":rR.test(n)?"token":n==="code"||n==="key"?"code":oR.test(n)&&!sR.test(t)?"text":"plain"}function km(e){let t=pt(e);return t==="he\
ader"?!0:(t==="secret"||t==="token")&&e.includes("-")}function _m(e){return/^(?:id|kid|jti|iss|aud|alg|name|type|scopes?|audience)$/.test(e)||/(?:_(?:type|at|id|by|method|policy|mode)|[a-z](?:Type|At|Id|By|Method|Policy|Mode))$/.
test(e)}function Jt(e){return e.length<=512&&/^[\w.~-]{20,}$/.test(e)&&/\d/.test(e)&&/[a-z]/.test(e)&&/[A-Z]/.test(e)}var lR=/(\\*)(["'])|%(?:25){0,4}2[27]/y;function or(e,t){return ee(lR,e,t)}function ee(e,t,n){return e.lastIndex=n,e.exec(t)??void 0}function Je(e,t,n){return ee(
e,t,n)?.index??t.length}function Ni(e,t,n){let r=t+n[0].length;if(n[2]===void 0){let i=e.indexOf(n[0],r);return{start:r,end:i===-1?e.length:i}}let o=n[1]?.length??
0;return{start:r,end:Tm(e,r,n[2],o)}}function Tm(e,t,n,r){for(let o=e.indexOf(n,t);o!==-1;o=e.indexOf(n,o+1)){let i=Om(e,o,t);if(i<r)return o-i;if((i-r)%(2*(r+1))===
0)return o-r}return e.length}function Om(e,t,n){let r=0;for(;t-r>n&&e.charAt(t-r-1)==="\\";)r+=1;return r}function Mm(e,t){let n=0;for(let r=t;r<e.length;r+=1){
let o=e.charAt(r);if(o==='"'||o==="'"){let i=Om(e,r,t);r=Tm(e,r+1,o,i)+i}else n+=fR(o);if(n===0)return r+1}return e.length}function fR(e){return e==="["||e==="{"?
1:e==="]"||e==="}"?-1:0}var pR=/(?:<|&lt;|%(?:25){0,4}3c|\\u003c)(?:[\w-]{1,16}:)?$/i,mR=32,hR=/(?:\s[^<>]{0,256}?)?(?:>|&gt;|%(?:25){0,4}3e|\\{1,8}u003e)(<!\[CDATA\[)?/iy,yR=/<|&lt;|%(?:25){0,4}3c|\\{1,8}u003c/gi,
gR=/(?:<|&lt;|%(?:25){0,4}3c|\\{1,8}u003c)(?:\/|\\{1,8}\/|%(?:25){0,4}2f)/iy,bR=/(?:^|[^\w-])(?:name|key|id|field|param)\\{0,8}["']?\s{0,4}[:=]\s{0,4}\\{0,8}["']$/i,
wR=48,SR=1200,vR=/[^<>{}]{0,200}?\bvalue\\{0,8}["']?\s{0,4}[:=]\s{0,4}/iy,Fi="(?:\\r?\\n|(?:\\\\{1,8}r)?\\\\{1,8}n)",xR=new RegExp(`[^\\r\\n\\\\]{0,128}(?:${Fi}\
[^\\r\\n\\\\]{1,128}){0,3}?${Fi}${Fi}`,"y"),AR=new RegExp(`${Fi}--`,"g"),RR=/[ \t]{1,4}(?!-)/y,ER=/[&\s"'<>]|\\{1,8}["'nrtu]/g,kR=/(?:is|was|are|or|and|not|in|for|to|the|an?|of|must|has|can|cannot|option|flag|argument|parameter|value|with|without|from|on|at|as|when|if|requires?|required|missing|given|instead|may|should|will|needs?|before|after)(?![\w-])/iy,
Pm=/(?:(?:true|false|null|undefined)(?![\w-])|\*{5}(?![\w*]))/y;function Lm(e,t,n,r){let o=_R(e,t,n,r);if(o===void 0)return;let i=pt(n);if(i==="plain")return;let s=o(
i==="code"?e.slice(0,r+SR):e,r);return s!==void 0&&TR(e,s,i)?s:void 0}function _R(e,t,n,r){if(r!==t.end)return bR.test(e.slice(Math.max(0,t.start-wR),t.start))?
MR:void 0;if(n.startsWith("--"))return PR;let o=t.end-n.length;return pR.test(e.slice(Math.max(0,o-mR),o))?OR:void 0}function TR(e,t,n){return t.start===t.end?!1:
n!=="code"||Jt(e.slice(t.start,t.end))}function OR(e,t){let n=ee(hR,e,t);if(n===void 0||n[0].endsWith("/>"))return;let r=t+n[0].length;if(n[1]!==void 0){let a=e.
indexOf("]]",r);return{start:r,end:a===-1?e.length:a}}if(ee(Pm,e,r)!==void 0)return;let o=Je(yR,e,r),i=e.slice(r,o);return(o===e.length?!/\s/.test(i):ee(gR,e,o)!==
void 0)&&/\S/.test(i)?{start:r,end:o}:void 0}function MR(e,t){let n=ee(xR,e,t)?.[0];if(n!==void 0){let o=t+n.length;return Im(e,o,AR)}let r=ee(vR,e,t)?.[0];return r===
void 0?void 0:Bi(e,t+r.length)}function PR(e,t){let n=ee(RR,e,t)?.[0];if(n===void 0)return;let r=t+n.length;return ee(kR,e,r)===void 0?Bi(e,r):void 0}function Bi(e,t){
let n=or(e,t);return n!==void 0?Ni(e,t,n):Im(e,t,ER)}function Im(e,t,n){if(ee(Pm,e,t)===void 0)return{start:t,end:Je(n,e,t)}}var LR=/[^\w\-.]/g,IR=20,CR=64,DR=/([^\s/:@?#"'<>]{0,512})(?::([^\s/@"<>]{1,256}(?:@[^\s/@"'<>]{0,256}){0,7}))?@/y,NR=/\s{1,8}|%20|\+/y,Cm=/[^\w\-.~+/=%:]/g,FR=64,
BR=6,HR=/^(?:tokens?|auth|authentication|authorization|scheme|headers?|realm|error|is|was|or|and|not|in|for|only|grant|assertion|format|type|methods?|credentials?|challenge|usage|required|must|from|flow|access|with|to|the|a|of|will|has|can|cannot|missing|invalid|http|jwts?|value|prefix|client)(?:[.,;:!?)]*$|=)/i,
UR=/(?:^|[^A-Za-z0-9]|%[0-9a-f]{2}|\\[nrt]|u00[0-9a-f]{2})$/i,$R=/\W/g,KR=24,WR=/[^\w-]/g,GR=15,Dm="(?:\\\\{0,8}\\/|%(?:25){0,4}2f)",VR=new RegExp(`hooks\\.slack\
\\.com${Dm}(?:services|workflows|triggers)${Dm}`,"iy"),jR=/[^\w/%\\-]|%(?!(?:25){0,4}2f)|\\{1,8}(?!\\|\/)/gi,qR=/(?:\s-u(?!r[il]:)\s{0,4}|--user(?:\s{1,4}|=))(\\{0,8}["'])?[^\s:"']{1,128}:(?!\/\/)/iy,
Hi=class{#e=0;at(t,n){if(n<this.#e)return;let r=Je(LR,t,n);return this.#e=r,r-n>=IR&&t.slice(n,r).includes(".")?{start:n,end:r}:void 0}};function Nm(e,t){let n=e.
slice(t,t+CR);if(!/^-----BEGIN [A-Z0-9 ]*PRIVATE KEY/.test(n))return;let r=e.indexOf("-----END",t);if(r===-1)return{start:t,end:e.length};let o=e.indexOf("-----",
r+8);return{start:t,end:o===-1?e.length:o+5}}function Fm(e,t){let n=ee(DR,e,t);if(n===void 0)return;let r=n[1]??"",o=t+n[0].length-1;return zR(r)?{start:t,end:o}:
n[2]===void 0?void 0:{start:t+r.length+1,end:o}}function zR(e){return Jt(e)||/^[0-9a-f]{32,512}$/i.test(e)}function Bm(e,t,n){let r=ee(NR,e,t+n.length)?.[0];if(r===
void 0)return;let o=t+n.length+r.length,i=e.slice(o,o+FR),s=i.slice(0,Je(Cm,i,0));if(!(s===""||!YR(s,n)))return{start:o,end:Je(Cm,e,o)}}function YR(e,t){return t.
toLowerCase()==="bearer"?!HR.test(e):e.length>=BR&&/.[A-Z\d=]/.test(e)}function Hm(e,t){return $m(e,t,$R,KR)}function Um(e,t){return $m(e,t,WR,GR)}function $m(e,t,n,r){
if(!UR.test(e.slice(Math.max(0,t-5),t)))return;let o=Je(n,e,t);return o-t>=r?{start:t,end:o}:void 0}function Km(e,t){let n=ee(VR,e,t)?.[0];if(n===void 0)return;
let r=t+n.length,o=Je(jR,e,r);return o>r?{start:r,end:o}:void 0}function Wm(e,t){let n=ee(qR,e,t);if(n===void 0)return;let r=t+n[0].length,o=n[1];if(o===void 0)
return Bi(e,r);let i=e.indexOf(o,r);return{start:r,end:i===-1?e.length:i}}var Gu=new Uint8Array(128);for(let e=0;e<Gu.length;e+=1)/[\w\-.[\]$%]/.test(String.fromCharCode(e))&&(Gu[e]=1);var JR=/(?:[\w\-.[\]$]|%(?:25){0,4}(?:5[bdf]|2[de])){1,128}/iy,
XR=/%(?:25){0,4}(?!25|5[bdf]|2[de])[0-9a-f]{2}/iy,ZR=/\s{0,4}(?:=>|={1,3}|:|%(?:25){0,4}3[ad])\s{0,4}/iy,QR=`[&\\s"<>]|\\\\{1,8}["'nrtu]`,eE="[\\r\\n]|\\\\{1,8}[nr]",
tE=`[\\r\\n"]|\\\\{1,8}["'nr]`,nE=`[&\\r\\n"<>]|\\\\{1,8}["'nru]`,Gm=new Map,rE=64,oE=/^(?:(?:true|false|null|undefined)(?![\w-])|\*{5}(?![\w*]))/,jm=/^-?\d{1,40}(?:\.\d{1,20})?(?![\w-])/,
iE=/[\w.~-]{20,512}/y,sE=16,aE=/\[\s{0,4}(?:\\{0,8}["']|%(?:25){0,4}2[27])/y,uE=/^(?:denied|failed|failure|granted|required|missing|invalid|expired|rejected|refused|revoked|error|not|no|none|ok|succeeded|success|successful|unauthorized|forbidden|disabled|enabled|unknown|unsupported|skipped|pending|blocked|cannot|must|accepted|allowed|approved|absent|present|empty|is|was|user)(?:[.,;!?)]|\s|$)/;
function cE(e){return e.length<=24&&/^[A-Za-z]?[a-z]{0,15}[.,;:!?)]*$/.test(e)}function dE(e){return/^[a-z]{1,16}(?:[.,;:!?)]|\s|$)/.test(e)}function qm(e,t){let n=t+
(ee(JR,e,t)?.[0].length??0),r=Math.max(0,n-128),o=t;for(;o>r&&Gu[e.charCodeAt(o-1)]===1;)o-=1;return{start:Math.max(o,r),end:n}}function zm(e,t,n){let r=or(e,t.
end),o=t.end+(r?.[0].length??0),i=ee(ZR,e,o)?.[0],s=lE(e,t);if(i===void 0)return Lm(e,t,s,o);let a=pt(s);if(a==="plain")return;let u=o+i.length;if(a==="code"&&Ym(
e,u)===void 0)return;let c={kind:a,isQuotedKey:r!==void 0,isAssigned:/=|3d/i.test(i),ending:/%(?:25)*(?=3d)/i.exec(i)?.[0],isInQuotes:n||/["']/.test(e.charAt(t.
start-1)),isLeading:t.start===0||/["'\r\n\\]/.test(e.charAt(t.start-1)),isMaskedJson:n},d=a==="code"?pE(e,u,c):Jm(e,u,c);return d===void 0||d.end===d.start?void 0:
d}function lE(e,t){let n=fE(e.slice(t.start,t.end));if(e.charAt(t.start-1)!=="\\")return n;let r=n.replace(/^u00[0-9a-f]{2}/i,"");return/^[nrt]/.test(r)&&pt(r)===
"plain"?r.slice(1):r}function fE(e){for(let t=e.lastIndexOf("%");t!==-1;t=e.lastIndexOf("%",t-1)){let n=ee(XR,e,t);if(n!==void 0)return e.slice(t+n[0].length);if(t===
0)break}return e}function pE(e,t,n){let r=Ym(e,t)?.end??t,o=Jm(e.slice(0,r+sE),t,n);return o?.end===r?o:void 0}function Ym(e,t){let n=t+(or(e,t)?.[0].length??0),
r=ee(iE,e,n)?.[0];return r!==void 0&&Jt(r)?{start:n,end:n+r.length}:void 0}function Jm(e,t,n){let r=or(e,t);if(r!==void 0)return Ni(e,t,r);let o=e.charAt(t);if(o!==
"{"&&o!=="[")return mE(e,t,n);if(!n.isMaskedJson&&!(n.kind==="text"&&ee(aE,e,t)===void 0))return{start:t,end:Mm(e,t)}}function mE(e,t,n){let r=yE(n),o=e.slice(t,
t+rE),i=Je(r,o,0),s=o.slice(0,i);if(!hE(s,n))return;let a=n.isQuotedKey&&!n.isAssigned?jm.exec(s)?.[0]:void 0;return a!==void 0&&n.kind!=="header"?{start:t,end:t+
a.length}:{start:t,end:i<o.length?t+i:Je(r,e,t)}}function hE(e,t){return e===""||oE.test(e)?!1:t.isAssigned?!0:t.kind==="header"?!(t.isLeading?uE.test(e):dE(e)):
t.isQuotedKey?t.kind!=="token"&&t.kind!=="text"||!jm.test(e):!cE(e)}function yE(e){let t=e.ending===void 0?Vm(e):`${Vm(e)}|${e.ending}26`,n=Gm.get(t);if(n!==void 0)
return n;let r=new RegExp(t,"g");return Gm.set(t,r),r}function Vm(e){return e.kind!=="header"?QR:e.isAssigned?nE:e.isInQuotes?tE:eE}var ir="*****",Xm=["eyJ|-----BEGIN|--user|\\s-u|://","a(?:ssertion|uth(?!0)|nswer)","b(?:earer|asic)","c(?:ode|red|ookie|srf|onnection.?string)","g(?:h[oprsu]_|\
ithub_pat_)","h(?:eader|ooks\\.slack)","p(?:ass|wd?|in|12|fx)","s(?:haredkey|ecret|aml|ig)","t(?:oken|icket)","x(?:srf|ox[a-z]-)","dpop|invitation|jwt|key|otp|v\
erifier|wresult"].join("|"),gE=new RegExp(Xm,"i"),Ui=new RegExp(Xm,"gi"),ro=new Uint8Array(128),ju=1,Zm=2;for(let e=0;e<ro.length;e+=1)(e<=32||e>126)&&(ro[e]=ju);
for(let e of"=:%+<&")ro[e.charCodeAt(0)]=ju;for(let e of"J_x/")ro[e.charCodeAt(0)]=Zm;function $i(e){for(let t=0;t<e.length;t+=1){let n=e.charCodeAt(t);if(n>126)
return!0;let r=ro[n];if(r===ju||r===Zm&&bE(e,t))return!0}return!1}function bE(e,t){switch(e.charAt(t)){case"J":return e.startsWith("ey",t-2);case"x":return e.startsWith(
"ox",t+1);case"/":return e.startsWith(".com",t-4);default:return e.startsWith("gh",t-3)||e.startsWith("pat",t-3)}}function Qm(e){return/^\s{0,64}[[{"]/.test(e)&&
(gE.test(e)||e.includes("\\u"))}function oo(e,t=!1){if(!$i(e))return e;let n={text:e,isMaskedJson:t,jwts:new Hi,keysSeenTo:0},r="",o=0;Ui.lastIndex=0;for(let i=Ui.
exec(e);i!==null;i=Ui.exec(e)){let s=wE(n,i.index,i[0]);s===void 0||e.slice(s.start,s.end)===ir||(r+=e.slice(o,s.start)+ir,o=s.end,Ui.lastIndex=s.end)}return o===
0?e:r+e.slice(o)}function wE(e,t,n){let{text:r}=e;switch(n.toLowerCase()){case"eyj":return e.jwts.at(r,t);case"-----begin":return Nm(r,t);case"://":return Fm(r,
t+n.length);case"bearer":case"basic":case"dpop":case"sharedkey":return Bm(r,t,n)??eh(e,t);case"gho_":case"ghp_":case"ghr_":case"ghs_":case"ghu_":case"github_pat\
_":return Hm(r,t);case"hooks.slack":return Km(r,t);default:return SE(e,t,n)}}function SE(e,t,n){return n.startsWith("xox")?Um(e.text,t):n.endsWith("-u")||n==="-\
-user"?Wm(e.text,t):eh(e,t)}function eh(e,t){if(t<e.keysSeenTo)return;let n=qm(e.text,t);return e.keysSeenTo=n.end,zm(e.text,n,e.isMaskedJson)}var nh=64,vE="[cut: nested too deep]",xE=4,AE=2e3,Ki=new Map;function zu(e,t={wasCut:!1}){return typeof e=="string"&&!$i(e)?e:io(e,"plain",nh,{layers:xE,report:t})}
function io(e,t,n,r){return typeof e=="string"?rh(e,t,r):typeof e=="number"||typeof e=="bigint"?t==="secret"||t==="header"?ir:e:typeof e!="object"||e===null?e:n===
0?(r.report.wasCut=!0,vE):Array.isArray(e)?EE(e,t,n-1,r):OE(e,t,n-1,r)}function rh(e,t,n){return e===""?e:t==="code"?Jt(e)?ir:th(e,n):t==="plain"?th(e,n):ir}function th(e,t){
if(!$i(e))return e;if(t.layers===0||!Qm(e))return oo(e);let n=RE(e);if(n===void 0)return oo(e);let r={layers:t.layers-1,report:t.report},o=io(n,"plain",nh,r);return oo(
o===n?e:JSON.stringify(o),!0)}function RE(e){try{return JSON.parse(e)}catch{return}}function EE(e,t,n,r){let o,i=t==="plain"||t==="code";for(let s=0;s<e.length;s+=
1){let a=e[s],u=i&&_E(a)?TE(a,n,r):io(a,t==="plain"?kE(e,s):t,n,r);u!==a&&(o??=e.slice(),o[s]=u)}return o??e}function kE(e,t){let n=t%2===1?e[t-1]:void 0;return typeof n==
"string"&&km(n)?"header":"plain"}function _E(e){return Array.isArray(e)&&e.length===2&&typeof e[0]=="string"}function TE(e,t,n){let r=rh(e[0],"plain",n),o=io(e[1],
pt(e[0]),t,n);return r===e[0]&&o===e[1]?e:[r,o]}function OE(e,t,n,r){let o,i;for(let s in e){let a=Wi(s),u=e[s];a.isValue&&(i??=ME(e));let c=i!==void 0&&a.isValue&&
qu(t)?pt(i):IE(t,a),d=io(u,c,n,r);d===u&&a.safeName===s||(o??=new Map,o.set(s,d))}return o===void 0?e:PE(e,o)}function ME(e){let t;for(let n in e)Wi(n).isName&&
(t=e[n]);return typeof t=="string"?t:""}function qu(e){return e==="plain"||e==="code"||e==="text"}function PE(e,t){let n={...e};for(let[r,o]of t){if(r==="__prot\
o__"||Wi(r).safeName!==r)return LE(e,t);n[r]=o}return n}function LE(e,t){return Object.fromEntries(Object.keys(e).map(n=>[Wi(n).safeName,t.has(n)?t.get(n):e[n]]))}
function IE(e,t){return qu(e)?t.kind:e!=="token"?e:qu(t.kind)?t.isDescriptive&&t.kind==="plain"?"plain":"token":t.kind}function Wi(e){let t=Ki.get(e);if(t!==void 0)
return t;let n={kind:pt(e),safeName:oo(e),isDescriptive:_m(e),isName:/^(?:name|key|header|field|param|parameter)$/i.test(e),isValue:/^(?:values?|val|content)$/i.
test(e)};return e.length>128||(Ki.size>=AE&&Ki.clear(),Ki.set(e,n)),n}var CE={AmazonBot:"amazonbot","Amazon Silk":"amazon_silk","Android Browser":"android",BaiduSpider:"baiduspider",Bada:"bada",BingCrawler:"bingcrawler",Brave:"bra\
ve",BlackBerry:"blackberry","ChatGPT-User":"chatgpt_user",Chrome:"chrome",ClaudeBot:"claudebot",Chromium:"chromium",Diffbot:"diffbot",DuckDuckBot:"duckduckbot",
DuckDuckGo:"duckduckgo",Electron:"electron",Epiphany:"epiphany",FacebookExternalHit:"facebookexternalhit",Firefox:"firefox",Focus:"focus",Generic:"generic","Goo\
gle Search":"google_search",Googlebot:"googlebot",GPTBot:"gptbot","HeyTap Browser":"heytap","Internet Explorer":"ie",InternetArchiveCrawler:"internetarchivecraw\
ler","K-Meleon":"k_meleon",Ladybird:"ladybird",LibreWolf:"librewolf",Linespider:"linespider",Maxthon:"maxthon","Meta-ExternalAds":"meta_externalads","Meta-Exter\
nalAgent":"meta_externalagent","Meta-ExternalFetcher":"meta_externalfetcher","Meta-WebIndexer":"meta_webindexer","Microsoft Edge":"edge","MZ Browser":"mz","NAVE\
R Whale Browser":"naver","OAI-SearchBot":"oai_searchbot",Omgilibot:"omgilibot",Opera:"opera","Opera Coast":"opera_coast","Pale Moon":"pale_moon",PerplexityBot:"\
perplexitybot","Perplexity-User":"perplexity_user",PhantomJS:"phantomjs",PingdomBot:"pingdombot",Puffin:"puffin",QQ:"qq",QQLite:"qqlite",QupZilla:"qupzilla",Roku:"\
roku",Safari:"safari",Sailfish:"sailfish","Samsung Internet for Android":"samsung_internet",SlackBot:"slackbot",SeaMonkey:"seamonkey",Sleipnir:"sleipnir","Sogou\
 Browser":"sogou",Swing:"swing",Tizen:"tizen","UC Browser":"uc","Vivo Browser":"vivo",Vivaldi:"vivaldi","WebOS Browser":"webos",WeChat:"wechat",YahooSlurp:"yaho\
oslurp","Yandex Browser":"yandex",YandexBot:"yandexbot",YouBot:"youbot"},sh={amazonbot:"AmazonBot",amazon_silk:"Amazon Silk",android:"Android Browser",baiduspider:"\
BaiduSpider",bada:"Bada",bingcrawler:"BingCrawler",blackberry:"BlackBerry",brave:"Brave",chatgpt_user:"ChatGPT-User",chrome:"Chrome",claudebot:"ClaudeBot",chromium:"\
Chromium",diffbot:"Diffbot",duckduckbot:"DuckDuckBot",duckduckgo:"DuckDuckGo",edge:"Microsoft Edge",electron:"Electron",epiphany:"Epiphany",facebookexternalhit:"\
FacebookExternalHit",firefox:"Firefox",focus:"Focus",generic:"Generic",google_search:"Google Search",googlebot:"Googlebot",gptbot:"GPTBot",heytap:"HeyTap Browse\
r",ie:"Internet Explorer",internetarchivecrawler:"InternetArchiveCrawler",k_meleon:"K-Meleon",ladybird:"Ladybird",librewolf:"LibreWolf",linespider:"Linespider",
maxthon:"Maxthon",meta_externalads:"Meta-ExternalAds",meta_externalagent:"Meta-ExternalAgent",meta_externalfetcher:"Meta-ExternalFetcher",meta_webindexer:"Meta-\
WebIndexer",mz:"MZ Browser",naver:"NAVER Whale Browser",oai_searchbot:"OAI-SearchBot",omgilibot:"Omgilibot",opera:"Opera",opera_coast:"Opera Coast",pale_moon:"P\
ale Moon",perplexitybot:"PerplexityBot",perplexity_user:"Perplexity-User",phantomjs:"PhantomJS",pingdombot:"PingdomBot",puffin:"Puffin",qq:"QQ Browser",qqlite:"\
QQ Browser Lite",qupzilla:"QupZilla",roku:"Roku",safari:"Safari",sailfish:"Sailfish",samsung_internet:"Samsung Internet for Android",seamonkey:"SeaMonkey",slackbot:"\
SlackBot",sleipnir:"Sleipnir",sogou:"Sogou Browser",swing:"Swing",tizen:"Tizen",uc:"UC Browser",vivo:"Vivo Browser",vivaldi:"Vivaldi",webos:"WebOS Browser",wechat:"\
WeChat",yahooslurp:"YahooSlurp",yandex:"Yandex Browser",yandexbot:"YandexBot",youbot:"YouBot"},T={bot:"bot",desktop:"desktop",mobile:"mobile",tablet:"tablet",tv:"\
tv"},Ee={Android:"Android",Bada:"Bada",BlackBerry:"BlackBerry",ChromeOS:"Chrome OS",HarmonyOS:"HarmonyOS",iOS:"iOS",Linux:"Linux",MacOS:"macOS",PlayStation4:"Pl\
ayStation 4",Roku:"Roku",Tizen:"Tizen",WebOS:"WebOS",Windows:"Windows",WindowsPhone:"Windows Phone"},_t={Blink:"Blink",EdgeHTML:"EdgeHTML",Gecko:"Gecko",LibWeb:"\
LibWeb",Presto:"Presto",Trident:"Trident",WebKit:"WebKit"},y=(function(){function e(){}return e.getFirstMatch=function(n,r){var o=r.match(n);return o&&o.length>
0&&o[1]||""},e.getSecondMatch=function(n,r){var o=r.match(n);return o&&o.length>1&&o[2]||""},e.matchAndReturnConst=function(n,r,o){if(n.test(r))return o},e.isFirefoxOnIpad=
function(n){var r=n.indexOf("Macintosh");if(r===-1)return!1;var o=n.indexOf(" FxiOS",r+9);return o!==-1&&n.indexOf("/",o+6)!==-1},e.getWindowsVersionName=function(n){
switch(n){case"NT":return"NT";case"XP":return"XP";case"NT 5.0":return"2000";case"NT 5.1":return"XP";case"NT 5.2":return"2003";case"NT 6.0":return"Vista";case"NT\
 6.1":return"7";case"NT 6.2":return"8";case"NT 6.3":return"8.1";case"NT 10.0":return"10";default:return}},e.getMacOSVersionName=function(n){var r=n.split(".").splice(
0,2).map(function(s){return parseInt(s,10)||0});r.push(0);var o=r[0],i=r[1];if(o===10)switch(i){case 5:return"Leopard";case 6:return"Snow Leopard";case 7:return"\
Lion";case 8:return"Mountain Lion";case 9:return"Mavericks";case 10:return"Yosemite";case 11:return"El Capitan";case 12:return"Sierra";case 13:return"High Sierr\
a";case 14:return"Mojave";case 15:return"Catalina";default:return}switch(o){case 11:return"Big Sur";case 12:return"Monterey";case 13:return"Ventura";case 14:return"\
Sonoma";case 15:return"Sequoia";default:return}},e.getAndroidVersionName=function(n){var r=n.split(".").splice(0,2).map(function(o){return parseInt(o,10)||0});if(r.
push(0),!(r[0]===1&&r[1]<5)){if(r[0]===1&&r[1]<6)return"Cupcake";if(r[0]===1&&r[1]>=6)return"Donut";if(r[0]===2&&r[1]<2)return"Eclair";if(r[0]===2&&r[1]===2)return"\
Froyo";if(r[0]===2&&r[1]>2)return"Gingerbread";if(r[0]===3)return"Honeycomb";if(r[0]===4&&r[1]<1)return"Ice Cream Sandwich";if(r[0]===4&&r[1]<4)return"Jelly Bea\
n";if(r[0]===4&&r[1]>=4)return"KitKat";if(r[0]===5)return"Lollipop";if(r[0]===6)return"Marshmallow";if(r[0]===7)return"Nougat";if(r[0]===8)return"Oreo";if(r[0]===
9)return"Pie"}},e.getVersionPrecision=function(n){return n.split(".").length},e.compareVersions=function(n,r,o){o===void 0&&(o=!1);var i=e.getVersionPrecision(n),
s=e.getVersionPrecision(r),a=Math.max(i,s),u=0,c=e.map([n,r],function(d){var f=a-e.getVersionPrecision(d),h=d+new Array(f+1).join(".0");return e.map(h.split("."),
function(p){return new Array(20-p.length).join("0")+p}).reverse()});for(o&&(u=a-Math.min(i,s)),a-=1;a>=u;){if(c[0][a]>c[1][a])return 1;if(c[0][a]===c[1][a]){if(a===
u)return 0;a-=1}else if(c[0][a]<c[1][a])return-1}},e.map=function(n,r){var o=[],i;if(Array.prototype.map)return Array.prototype.map.call(n,r);for(i=0;i<n.length;i+=
1)o.push(r(n[i]));return o},e.find=function(n,r){var o,i;if(Array.prototype.find)return Array.prototype.find.call(n,r);for(o=0,i=n.length;o<i;o+=1){var s=n[o];if(r(
s,o))return s}},e.assign=function(n){for(var r=n,o,i,s=arguments.length,a=new Array(s>1?s-1:0),u=1;u<s;u++)a[u-1]=arguments[u];if(Object.assign)return Object.assign.
apply(Object,[n].concat(a));var c=function(){var f=a[o];typeof f=="object"&&f!==null&&Object.keys(f).forEach(function(h){r[h]=f[h]})};for(o=0,i=a.length;o<i;o+=
1)c();return n},e.getBrowserAlias=function(n){return CE[n]},e.getBrowserTypeByAlias=function(n){return sh[n]||""},e})(),_=/version\/(\d+(\.?_?\d+)+)/i,DE=[{test:[
/gptbot/i],describe:function(t){var n={name:"GPTBot"},r=y.getFirstMatch(/gptbot\/(\d+(\.\d+)+)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/chatgpt-user/i],
describe:function(t){var n={name:"ChatGPT-User"},r=y.getFirstMatch(/chatgpt-user\/(\d+(\.\d+)+)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/oai-searchbot/i],
describe:function(t){var n={name:"OAI-SearchBot"},r=y.getFirstMatch(/oai-searchbot\/(\d+(\.\d+)+)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[
/claudebot/i,/claude-web/i,/claude-user/i,/claude-searchbot/i],describe:function(t){var n={name:"ClaudeBot"},r=y.getFirstMatch(/(?:claudebot|claude-web|claude-user|claude-searchbot)\/(\d+(\.\d+)+)/i,
t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/omgilibot/i,/webzio-extended/i],describe:function(t){var n={name:"Omgilibot"},r=y.getFirstMatch(/(?:omgilibot|webzio-extended)\/(\d+(\.\d+)+)/i,
t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/diffbot/i],describe:function(t){var n={name:"Diffbot"},r=y.getFirstMatch(/diffbot\/(\d+(\.\d+)+)/i,
t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/perplexitybot/i],describe:function(t){var n={name:"PerplexityBot"},r=y.getFirstMatch(/perplexitybot\/(\d+(\.\d+)+)/i,
t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/perplexity-user/i],describe:function(t){var n={name:"Perplexity-User"},r=y.getFirstMatch(/perplexity-user\/(\d+(\.\d+)+)/i,
t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/youbot/i],describe:function(t){var n={name:"YouBot"},r=y.getFirstMatch(/youbot\/(\d+(\.\d+)+)/i,t)||
y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/meta-webindexer/i],describe:function(t){var n={name:"Meta-WebIndexer"},r=y.getFirstMatch(/meta-webindexer\/(\d+(\.\d+)+)/i,
t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/meta-externalads/i],describe:function(t){var n={name:"Meta-ExternalAds"},r=y.getFirstMatch(/meta-externalads\/(\d+(\.\d+)+)/i,
t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/meta-externalagent/i],describe:function(t){var n={name:"Meta-ExternalAgent"},r=y.getFirstMatch(/meta-externalagent\/(\d+(\.\d+)+)/i,
t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/meta-externalfetcher/i],describe:function(t){var n={name:"Meta-ExternalFetcher"},r=y.getFirstMatch(
/meta-externalfetcher\/(\d+(\.\d+)+)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/googlebot/i],describe:function(t){var n={name:"Googlebot"},r=y.
getFirstMatch(/googlebot\/(\d+(\.\d+))/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/linespider/i],describe:function(t){var n={name:"Linespider"},
r=y.getFirstMatch(/(?:linespider)(?:-[-\w]{1,64})?[\s/](\d+(\.\d+)+)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/amazonbot/i],describe:function(t){
var n={name:"AmazonBot"},r=y.getFirstMatch(/amazonbot\/(\d+(\.\d+)+)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/bingbot/i],describe:function(t){
var n={name:"BingCrawler"},r=y.getFirstMatch(/bingbot\/(\d+(\.\d+)+)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/baiduspider/i],describe:function(t){
var n={name:"BaiduSpider"},r=y.getFirstMatch(/baiduspider\/(\d+(\.\d+)+)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/duckduckbot/i],describe:function(t){
var n={name:"DuckDuckBot"},r=y.getFirstMatch(/duckduckbot\/(\d+(\.\d+)+)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/ia_archiver/i],describe:function(t){
var n={name:"InternetArchiveCrawler"},r=y.getFirstMatch(/ia_archiver\/(\d+(\.\d+)+)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/facebookexternalhit/i,
/facebookcatalog/i],describe:function(){return{name:"FacebookExternalHit"}}},{test:[/slackbot/i,/slack-imgProxy/i],describe:function(t){var n={name:"SlackBot"},
r=y.getFirstMatch(/(?:slackbot|slack-imgproxy)(?:-[-\w]{1,64})?[\s/](\d+(\.\d+)+)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/yahoo!?[\s/]*slurp/i],
describe:function(){return{name:"YahooSlurp"}}},{test:[/yandexbot/i,/yandexmobilebot/i],describe:function(){return{name:"YandexBot"}}},{test:[/pingdom/i],describe:function(){
return{name:"PingdomBot"}}},{test:[/opera/i],describe:function(t){var n={name:"Opera"},r=y.getFirstMatch(_,t)||y.getFirstMatch(/(?:opera)[\s/](\d+(\.?_?\d+)+)/i,
t);return r&&(n.version=r),n}},{test:[/opr\/|opios/i],describe:function(t){var n={name:"Opera"},r=y.getFirstMatch(/(?:opr|opios)[\s/](\S+)/i,t)||y.getFirstMatch(
_,t);return r&&(n.version=r),n}},{test:[/SamsungBrowser/i],describe:function(t){var n={name:"Samsung Internet for Android"},r=y.getFirstMatch(_,t)||y.getFirstMatch(
/(?:SamsungBrowser)[\s/](\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/Whale/i],describe:function(t){var n={name:"NAVER Whale Browser"},r=y.getFirstMatch(
_,t)||y.getFirstMatch(/(?:whale)[\s/](\d+(?:\.\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/PaleMoon/i],describe:function(t){var n={name:"Pale Moon"},r=y.getFirstMatch(
_,t)||y.getFirstMatch(/(?:PaleMoon)[\s/](\d+(?:\.\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/HeyTapBrowser/i],describe:function(t){var n={name:"HeyTap Brows\
er"},r=y.getFirstMatch(/(?:HeyTapBrowser)[\s/](\d+(?:\.\d+)*)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/VivoBrowser/i],describe:function(t){
var n={name:"Vivo Browser"},r=y.getFirstMatch(/(?:VivoBrowser)[\s/](\d+(?:\.\d+)*)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/MZBrowser/i],describe:function(t){
var n={name:"MZ Browser"},r=y.getFirstMatch(/(?:MZBrowser)[\s/](\d+(?:\.\d+)+)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/focus/i],describe:function(t){
var n={name:"Focus"},r=y.getFirstMatch(/(?:focus)[\s/](\d+(?:\.\d+)+)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/swing/i],describe:function(t){
var n={name:"Swing"},r=y.getFirstMatch(/(?:swing)[\s/](\d+(?:\.\d+)+)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/coast/i],describe:function(t){
var n={name:"Opera Coast"},r=y.getFirstMatch(_,t)||y.getFirstMatch(/(?:coast)[\s/](\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/opt\/\d+(?:.?_?\d+)+/i],
describe:function(t){var n={name:"Opera Touch"},r=y.getFirstMatch(/(?:opt)[\s/](\d+(\.?_?\d+)+)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/yabrowser/i],
describe:function(t){var n={name:"Yandex Browser"},r=y.getFirstMatch(/(?:yabrowser)[\s/](\d+(\.?_?\d+)+)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},
{test:[/ucbrowser/i],describe:function(t){var n={name:"UC Browser"},r=y.getFirstMatch(_,t)||y.getFirstMatch(/(?:ucbrowser)[\s/](\d+(\.?_?\d+)+)/i,t);return r&&(n.
version=r),n}},{test:[/Maxthon|mxios/i],describe:function(t){var n={name:"Maxthon"},r=y.getFirstMatch(_,t)||y.getFirstMatch(/(?:Maxthon|mxios)[\s/](\d+(\.?_?\d+)+)/i,
t);return r&&(n.version=r),n}},{test:[/epiphany/i],describe:function(t){var n={name:"Epiphany"},r=y.getFirstMatch(_,t)||y.getFirstMatch(/(?:epiphany)[\s/](\d+(\.?_?\d+)+)/i,
t);return r&&(n.version=r),n}},{test:[/puffin/i],describe:function(t){var n={name:"Puffin"},r=y.getFirstMatch(_,t)||y.getFirstMatch(/(?:puffin)[\s/](\d+(\.?_?\d+)+)/i,
t);return r&&(n.version=r),n}},{test:[/sleipnir/i],describe:function(t){var n={name:"Sleipnir"},r=y.getFirstMatch(_,t)||y.getFirstMatch(/(?:sleipnir)[\s/](\d+(\.?_?\d+)+)/i,
t);return r&&(n.version=r),n}},{test:[/k-meleon/i],describe:function(t){var n={name:"K-Meleon"},r=y.getFirstMatch(_,t)||y.getFirstMatch(/(?:k-meleon)[\s/](\d+(\.?_?\d+)+)/i,
t);return r&&(n.version=r),n}},{test:[/micromessenger/i],describe:function(t){var n={name:"WeChat"},r=y.getFirstMatch(/(?:micromessenger)[\s/](\d+(\.?_?\d+)+)/i,
t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/qqbrowser/i],describe:function(t){var n={name:/qqbrowserlite/i.test(t)?"QQ Browser Lite":"QQ Browse\
r"},r=y.getFirstMatch(/(?:qqbrowserlite|qqbrowser)[/](\d+(\.?_?\d+)+)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/msie|trident/i],describe:function(t){
var n={name:"Internet Explorer"},r=y.getFirstMatch(/(?:msie |rv:)(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/\sedg\//i],describe:function(t){var n={
name:"Microsoft Edge"},r=y.getFirstMatch(/\sedg\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/edg([ea]|ios)\//i],describe:function(t){var n={name:"\
Microsoft Edge"},r=y.getSecondMatch(/edg([ea]|ios)\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:function(t){return t.hasBrand("Vivaldi")?!0:t.test(/vivaldi/i)},
describe:function(t,n){var r={name:"Vivaldi"};if(n){var o=n.getBrandVersion("Vivaldi");if(o)return r.version=o,r}var i=y.getFirstMatch(/vivaldi\/(\d+(\.?_?\d+)+)/i,
t);return i&&(r.version=i),r}},{test:[/seamonkey/i],describe:function(t){var n={name:"SeaMonkey"},r=y.getFirstMatch(/seamonkey\/(\d+(\.?_?\d+)+)/i,t);return r&&
(n.version=r),n}},{test:[/sailfish/i],describe:function(t){var n={name:"Sailfish"},r=y.getFirstMatch(/sailfish\s?browser\/(\d+(\.\d+)?)/i,t);return r&&(n.version=
r),n}},{test:[/silk/i],describe:function(t){var n={name:"Amazon Silk"},r=y.getFirstMatch(/silk\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/phantom/i],
describe:function(t){var n={name:"PhantomJS"},r=y.getFirstMatch(/phantomjs\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/slimerjs/i],describe:function(t){
var n={name:"SlimerJS"},r=y.getFirstMatch(/slimerjs\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/blackberry|\bbb\d+/i,/rim\stablet/i],describe:function(t){
var n={name:"BlackBerry"},r=y.getFirstMatch(_,t)||y.getFirstMatch(/blackberry[\d]+\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/(web|hpw)[o0]s/i],
describe:function(t){var n={name:"WebOS Browser"},r=y.getFirstMatch(_,t)||y.getFirstMatch(/w(?:eb)?[o0]sbrowser\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},
{test:[/bada/i],describe:function(t){var n={name:"Bada"},r=y.getFirstMatch(/dolfin\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/tizen/i],describe:function(t){
var n={name:"Tizen"},r=y.getFirstMatch(/(?:tizen\s?)?browser\/(\d+(\.?_?\d+)+)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/qupzilla/i],describe:function(t){
var n={name:"QupZilla"},r=y.getFirstMatch(/(?:qupzilla)[\s/](\d+(\.?_?\d+)+)/i,t)||y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/librewolf/i],describe:function(t){
var n={name:"LibreWolf"},r=y.getFirstMatch(/(?:librewolf)[\s/](\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/firefox|iceweasel|fxios/i],describe:function(t){
var n={name:"Firefox"},r=y.getFirstMatch(/(?:firefox|iceweasel|fxios)[\s/](\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/electron/i],describe:function(t){
var n={name:"Electron"},r=y.getFirstMatch(/(?:electron)\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/sogoumobilebrowser/i,/metasr/i,/se 2\.[x]/i],
describe:function(t){var n={name:"Sogou Browser"},r=y.getFirstMatch(/(?:sogoumobilebrowser)[\s/](\d+(\.?_?\d+)+)/i,t),o=y.getFirstMatch(/(?:chrome|crios|crmo)\/(\d+(\.?_?\d+)+)/i,
t),i=y.getFirstMatch(/se ([\d.]+)x/i,t),s=r||o||i;return s&&(n.version=s),n}},{test:[/MiuiBrowser/i],describe:function(t){var n={name:"Miui"},r=y.getFirstMatch(
/(?:MiuiBrowser)[\s/](\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:function(t){return t.hasBrand("DuckDuckGo")?!0:t.test(/\sDdg\/[\d.]+$/i)},describe:function(t,n){
var r={name:"DuckDuckGo"};if(n){var o=n.getBrandVersion("DuckDuckGo");if(o)return r.version=o,r}var i=y.getFirstMatch(/\sDdg\/([\d.]+)$/i,t);return i&&(r.version=
i),r}},{test:function(t){return t.hasBrand("Brave")},describe:function(t,n){var r={name:"Brave"};if(n){var o=n.getBrandVersion("Brave");if(o)return r.version=o,
r}return r}},{test:[/chromium/i],describe:function(t){var n={name:"Chromium"},r=y.getFirstMatch(/(?:chromium)[\s/](\d+(\.?_?\d+)+)/i,t)||y.getFirstMatch(_,t);return r&&
(n.version=r),n}},{test:[/ladybird/i],describe:function(t){var n={name:"Ladybird"},r=y.getFirstMatch(/ladybird\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},
{test:[/chrome|crios|crmo/i],describe:function(t){var n={name:"Chrome"},r=y.getFirstMatch(/(?:chrome|crios|crmo)\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),
n}},{test:[/GSA/i],describe:function(t){var n={name:"Google Search"},r=y.getFirstMatch(/(?:GSA)\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:function(t){
var n=!t.test(/like android/i),r=t.test(/android/i);return n&&r},describe:function(t){var n={name:"Android Browser"},r=y.getFirstMatch(_,t);return r&&(n.version=
r),n}},{test:[/playstation 4/i],describe:function(t){var n={name:"PlayStation 4"},r=y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/safari|applewebkit/i],
describe:function(t){var n={name:"Safari"},r=y.getFirstMatch(_,t);return r&&(n.version=r),n}},{test:[/.*/i],describe:function(t){var n=t.search("\\(")!==-1?/^(.*)\/([^/]*)[ \t]\((.*)/:
/^(.*)\/([^/]*) /;return{name:y.getFirstMatch(n,t),version:y.getSecondMatch(n,t)}}}],NE=[{test:[/Roku\/DVP/],describe:function(t){var n=y.getFirstMatch(/Roku\/DVP-(\d+\.\d+)/i,
t);return{name:Ee.Roku,version:n}}},{test:[/windows phone/i],describe:function(t){var n=y.getFirstMatch(/windows phone (?:os)?\s?(\d+(\.\d+)*)/i,t);return{name:Ee.
WindowsPhone,version:n}}},{test:[/windows /i],describe:function(t){var n=y.getFirstMatch(/Windows ((NT|XP)( \d\d?.\d)?)/i,t),r=y.getWindowsVersionName(n);return{
name:Ee.Windows,version:n,versionName:r}}},{test:function(t){return y.isFirefoxOnIpad(t.getUA())},describe:function(t){var n={name:Ee.iOS},r=y.getSecondMatch(/(Version\/)(\d[\d.]+)/,
t);return r&&(n.version=r),n}},{test:[/macintosh/i],describe:function(t){var n=y.getFirstMatch(/mac os x (\d+(\.?_?\d+)+)/i,t).replace(/[_\s]/g,"."),r=y.getMacOSVersionName(
n),o={name:Ee.MacOS,version:n};return r&&(o.versionName=r),o}},{test:[/(ipod|iphone|ipad)/i],describe:function(t){var n=y.getFirstMatch(/os (\d+([_\s]\d+)*) like mac os x/i,
t).replace(/[_\s]/g,".");return{name:Ee.iOS,version:n}}},{test:[/OpenHarmony/i],describe:function(t){var n=y.getFirstMatch(/OpenHarmony\s+(\d+(\.\d+)*)/i,t);return{
name:Ee.HarmonyOS,version:n}}},{test:function(t){var n=!t.test(/like android/i),r=t.test(/android/i);return n&&r},describe:function(t){var n=y.getFirstMatch(/android[\s/-](\d+(\.\d+)*)/i,
t),r=y.getAndroidVersionName(n),o={name:Ee.Android,version:n};return r&&(o.versionName=r),o}},{test:[/(web|hpw)[o0]s/i],describe:function(t){var n=y.getFirstMatch(
/(?:web|hpw)[o0]s\/(\d+(\.\d+)*)/i,t),r={name:Ee.WebOS};return n&&n.length&&(r.version=n),r}},{test:[/blackberry|\bbb\d+/i,/rim\stablet/i],describe:function(t){
var n=y.getFirstMatch(/rim\stablet\sos\s(\d+(\.\d+)*)/i,t)||y.getFirstMatch(/blackberry\d+\/(\d+([_\s]\d+)*)/i,t)||y.getFirstMatch(/\bbb(\d+)/i,t);return{name:Ee.
BlackBerry,version:n}}},{test:[/bada/i],describe:function(t){var n=y.getFirstMatch(/bada\/(\d+(\.\d+)*)/i,t);return{name:Ee.Bada,version:n}}},{test:[/tizen/i],describe:function(t){
var n=y.getFirstMatch(/tizen[/\s](\d+(\.\d+)*)/i,t);return{name:Ee.Tizen,version:n}}},{test:[/linux/i],describe:function(){return{name:Ee.Linux}}},{test:[/CrOS/],
describe:function(){return{name:Ee.ChromeOS}}},{test:[/PlayStation 4/],describe:function(t){var n=y.getFirstMatch(/PlayStation 4[/\s](\d+(\.\d+)*)/i,t);return{name:Ee.
PlayStation4,version:n}}}],FE=[{test:[/googlebot/i],describe:function(){return{type:T.bot,vendor:"Google"}}},{test:[/linespider/i],describe:function(){return{type:T.
bot,vendor:"Line"}}},{test:[/amazonbot/i],describe:function(){return{type:T.bot,vendor:"Amazon"}}},{test:[/gptbot/i],describe:function(){return{type:T.bot,vendor:"\
OpenAI"}}},{test:[/chatgpt-user/i],describe:function(){return{type:T.bot,vendor:"OpenAI"}}},{test:[/oai-searchbot/i],describe:function(){return{type:T.bot,vendor:"\
OpenAI"}}},{test:[/baiduspider/i],describe:function(){return{type:T.bot,vendor:"Baidu"}}},{test:[/bingbot/i],describe:function(){return{type:T.bot,vendor:"Bing"}}},
{test:[/duckduckbot/i],describe:function(){return{type:T.bot,vendor:"DuckDuckGo"}}},{test:[/claudebot/i,/claude-web/i,/claude-user/i,/claude-searchbot/i],describe:function(){
return{type:T.bot,vendor:"Anthropic"}}},{test:[/omgilibot/i,/webzio-extended/i],describe:function(){return{type:T.bot,vendor:"Webz.io"}}},{test:[/diffbot/i],describe:function(){
return{type:T.bot,vendor:"Diffbot"}}},{test:[/perplexitybot/i],describe:function(){return{type:T.bot,vendor:"Perplexity AI"}}},{test:[/perplexity-user/i],describe:function(){
return{type:T.bot,vendor:"Perplexity AI"}}},{test:[/youbot/i],describe:function(){return{type:T.bot,vendor:"You.com"}}},{test:[/ia_archiver/i],describe:function(){
return{type:T.bot,vendor:"Internet Archive"}}},{test:[/meta-webindexer/i],describe:function(){return{type:T.bot,vendor:"Meta"}}},{test:[/meta-externalads/i],describe:function(){
return{type:T.bot,vendor:"Meta"}}},{test:[/meta-externalagent/i],describe:function(){return{type:T.bot,vendor:"Meta"}}},{test:[/meta-externalfetcher/i],describe:function(){
return{type:T.bot,vendor:"Meta"}}},{test:[/facebookexternalhit/i,/facebookcatalog/i],describe:function(){return{type:T.bot,vendor:"Meta"}}},{test:[/slackbot/i,/slack-imgProxy/i],
describe:function(){return{type:T.bot,vendor:"Slack"}}},{test:[/yahoo/i],describe:function(){return{type:T.bot,vendor:"Yahoo"}}},{test:[/yandexbot/i,/yandexmobilebot/i],
describe:function(){return{type:T.bot,vendor:"Yandex"}}},{test:[/pingdom/i],describe:function(){return{type:T.bot,vendor:"Pingdom"}}},{test:[/huawei/i],describe:function(t){
var n=y.getFirstMatch(/(can-l01)/i,t)&&"Nova",r={type:T.mobile,vendor:"Huawei"};return n&&(r.model=n),r}},{test:[/nexus\s*(?:7|8|9|10).*/i],describe:function(){
return{type:T.tablet,vendor:"Nexus"}}},{test:[/ipad/i],describe:function(){return{type:T.tablet,vendor:"Apple",model:"iPad"}}},{test:function(t){return y.isFirefoxOnIpad(
t.getUA())},describe:function(){return{type:T.tablet,vendor:"Apple",model:"iPad"}}},{test:[/kftt build/i],describe:function(){return{type:T.tablet,vendor:"Amazo\
n",model:"Kindle Fire HD 7"}}},{test:[/silk/i],describe:function(){return{type:T.tablet,vendor:"Amazon"}}},{test:[/tablet(?! pc)/i],describe:function(){return{type:T.
tablet}}},{test:function(t){var n=t.test(/ipod|iphone/i),r=t.test(/like (ipod|iphone)/i);return n&&!r},describe:function(t){var n=y.getFirstMatch(/(ipod|iphone)/i,
t);return{type:T.mobile,vendor:"Apple",model:n}}},{test:[/nexus\s*[0-6].*/i,/galaxy nexus/i],describe:function(){return{type:T.mobile,vendor:"Nexus"}}},{test:[/Nokia/i],
describe:function(t){var n=y.getFirstMatch(/Nokia\s+([0-9]+(\.[0-9]+)?)/i,t),r={type:T.mobile,vendor:"Nokia"};return n&&(r.model=n),r}},{test:[/[^-]mobi/i],describe:function(){
return{type:T.mobile}}},{test:function(t){return t.getBrowserName(!0)==="blackberry"},describe:function(){return{type:T.mobile,vendor:"BlackBerry"}}},{test:function(t){
return t.getBrowserName(!0)==="bada"},describe:function(){return{type:T.mobile}}},{test:function(t){return t.getBrowserName()==="windows phone"},describe:function(){
return{type:T.mobile,vendor:"Microsoft"}}},{test:function(t){var n=Number(String(t.getOSVersion()).split(".")[0]);return t.getOSName(!0)==="android"&&n>=3},describe:function(){
return{type:T.tablet}}},{test:function(t){return t.getOSName(!0)==="android"},describe:function(){return{type:T.mobile}}},{test:[/smart-?tv|smarttv/i],describe:function(){
return{type:T.tv}}},{test:[/netcast/i],describe:function(){return{type:T.tv}}},{test:function(t){return t.getOSName(!0)==="macos"},describe:function(){return{type:T.
desktop,vendor:"Apple"}}},{test:function(t){return t.getOSName(!0)==="windows"},describe:function(){return{type:T.desktop}}},{test:function(t){return t.getOSName(
!0)==="linux"},describe:function(){return{type:T.desktop}}},{test:function(t){return t.getOSName(!0)==="playstation 4"},describe:function(){return{type:T.tv}}},
{test:function(t){return t.getOSName(!0)==="roku"},describe:function(){return{type:T.tv}}}],BE=[{test:function(t){return t.getBrowserName(!0)==="microsoft edge"},
describe:function(t){if(/\sedg\//i.test(t))return{name:_t.Blink};var n=y.getFirstMatch(/edge\/(\d+(\.?_?\d+)+)/i,t);return{name:_t.EdgeHTML,version:n}}},{test:function(t){
return t.getBrowserName(!0)==="ladybird"},describe:function(){return{name:_t.LibWeb}}},{test:[/trident/i],describe:function(t){var n={name:_t.Trident},r=y.getFirstMatch(
/trident\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:function(t){return t.test(/presto/i)},describe:function(t){var n={name:_t.Presto},r=y.getFirstMatch(
/presto\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:function(t){var n=t.test(/gecko/i),r=t.test(/like gecko/i);return n&&!r},describe:function(t){var n={
name:_t.Gecko},r=y.getFirstMatch(/gecko\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/(apple)?webkit\/537\.36/i],describe:function(){return{name:_t.
Blink}}},{test:[/(apple)?webkit/i],describe:function(t){var n={name:_t.WebKit},r=y.getFirstMatch(/webkit\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}}],oh=(function(){
function e(n,r,o){if(r===void 0&&(r=!1),o===void 0&&(o=null),n==null||n==="")throw new Error("UserAgent parameter can't be empty");this._ua=n;var i=!1;typeof r==
"boolean"?(i=r,this._hints=o):r!=null&&typeof r=="object"?this._hints=r:this._hints=null,this.parsedResult={},i!==!0&&this.parse()}var t=e.prototype;return t.getHints=
function(){return this._hints},t.hasBrand=function(r){if(!this._hints||!Array.isArray(this._hints.brands))return!1;var o=r.toLowerCase();return this._hints.brands.
some(function(i){return i.brand&&i.brand.toLowerCase()===o})},t.getBrandVersion=function(r){if(!(!this._hints||!Array.isArray(this._hints.brands))){var o=r.toLowerCase(),
i=y.find(this._hints.brands,function(s){return s.brand&&s.brand.toLowerCase()===o});return i?i.version:void 0}},t.getUA=function(){return this._ua},t.test=function(r){
return r.test(this._ua)},t.parseBrowser=function(){var r=this;this.parsedResult.browser={};var o=y.find(DE,function(i){if(typeof i.test=="function")return i.test(
r);if(Array.isArray(i.test))return i.test.some(function(s){return r.test(s)});throw new Error("Browser's test function is not valid")});return o&&(this.parsedResult.
browser=o.describe(this.getUA(),this)),this.parsedResult.browser},t.getBrowser=function(){return this.parsedResult.browser?this.parsedResult.browser:this.parseBrowser()},
t.getBrowserName=function(r){return r?String(this.getBrowser().name).toLowerCase()||"":this.getBrowser().name||""},t.getBrowserVersion=function(){return this.getBrowser().
version},t.getOS=function(){return this.parsedResult.os?this.parsedResult.os:this.parseOS()},t.parseOS=function(){var r=this;this.parsedResult.os={};var o=y.find(
NE,function(i){if(typeof i.test=="function")return i.test(r);if(Array.isArray(i.test))return i.test.some(function(s){return r.test(s)});throw new Error("Browser\
's test function is not valid")});return o&&(this.parsedResult.os=o.describe(this.getUA())),this.parsedResult.os},t.getOSName=function(r){var o=this.getOS().name;
return r?String(o).toLowerCase()||"":o||""},t.getOSVersion=function(){return this.getOS().version},t.getPlatform=function(){return this.parsedResult.platform?this.
parsedResult.platform:this.parsePlatform()},t.getPlatformType=function(r){r===void 0&&(r=!1);var o=this.getPlatform().type;return r?String(o).toLowerCase()||"":
o||""},t.parsePlatform=function(){var r=this;this.parsedResult.platform={};var o=y.find(FE,function(i){if(typeof i.test=="function")return i.test(r);if(Array.isArray(
i.test))return i.test.some(function(s){return r.test(s)});throw new Error("Browser's test function is not valid")});return o&&(this.parsedResult.platform=o.describe(
this.getUA())),this.parsedResult.platform},t.getEngine=function(){return this.parsedResult.engine?this.parsedResult.engine:this.parseEngine()},t.getEngineName=function(r){
return r?String(this.getEngine().name).toLowerCase()||"":this.getEngine().name||""},t.parseEngine=function(){var r=this;this.parsedResult.engine={};var o=y.find(
BE,function(i){if(typeof i.test=="function")return i.test(r);if(Array.isArray(i.test))return i.test.some(function(s){return r.test(s)});throw new Error("Browser\
's test function is not valid")});return o&&(this.parsedResult.engine=o.describe(this.getUA())),this.parsedResult.engine},t.parse=function(){return this.parseBrowser(),
this.parseOS(),this.parsePlatform(),this.parseEngine(),this},t.getResult=function(){return y.assign({},this.parsedResult)},t.satisfies=function(r){var o=this,i={},
s=0,a={},u=0;if(Object.keys(r).forEach(function(w){var S=r[w];typeof S=="string"||Array.isArray(S)?(a[w]=S,u+=1):typeof S=="object"&&(i[w]=S,s+=1)}),s>0){var c=Object.
keys(i),d=y.find(c,function(w){return o.isOS(w)});if(d){var f=this.satisfies(i[d]);if(f!==void 0)return f}var h=y.find(c,function(w){return o.isPlatform(w)});if(h){
var p=this.satisfies(i[h]);if(p!==void 0)return p}}if(u>0){var m=Object.keys(a),b=y.find(m,function(w){return o.isBrowser(w,!0)});if(b!==void 0)return this.compareVersions(
a[b])}},t.isBrowser=function(r,o){o===void 0&&(o=!1);var i=this.getBrowserName().toLowerCase(),s=r.toLowerCase(),a=y.getBrowserTypeByAlias(s);return o&&a&&(s=a.
toLowerCase()),s===i},t.compareVersions=function(r){var o=this;return typeof r=="string"?this.compareVersion(r):r.some(function(i){return o.compareVersion(i)})},
t.compareVersion=function(r){var o=[0],i=r,s=!1,a=this.getBrowserVersion();if(typeof a=="string")return r[0]===">"||r[0]==="<"?(i=r.substr(1),r[1]==="="?(s=!0,i=
r.substr(2)):o=[],r[0]===">"?o.push(1):o.push(-1)):r[0]==="="?i=r.substr(1):r[0]==="~"&&(s=!0,i=r.substr(1)),o.indexOf(y.compareVersions(a,i,s))>-1},t.isOS=function(r){
return this.getOSName(!0)===String(r).toLowerCase()},t.isPlatform=function(r){return this.getPlatformType(!0)===String(r).toLowerCase()},t.isEngine=function(r){
return this.getEngineName(!0)===String(r).toLowerCase()},t.is=function(r,o){return o===void 0&&(o=!1),this.isBrowser(r,o)||this.isOS(r)||this.isPlatform(r)},t.some=
function(r){var o=this;return r===void 0&&(r=[]),r.some(function(i){return o.is(i)})},e})();function ih(e,t){for(var n=0;n<t.length;n++){var r=t[n];r.enumerable=
r.enumerable||!1,r.configurable=!0,"value"in r&&(r.writable=!0),Object.defineProperty(e,UE(r.key),r)}}function HE(e,t,n){return t&&ih(e.prototype,t),n&&ih(e,n),
Object.defineProperty(e,"prototype",{writable:!1}),e}function UE(e){var t=$E(e,"string");return typeof t=="symbol"?t:t+""}function $E(e,t){if(typeof e!="object"||
!e)return e;var n=e[Symbol.toPrimitive];if(n!==void 0){var r=n.call(e,t||"default");if(typeof r!="object")return r;throw new TypeError("@@toPrimitive must retur\
n a primitive value.")}return(t==="string"?String:Number)(e)}var Gi=(function(){function e(){}return e.getParser=function(n,r,o){if(r===void 0&&(r=!1),o===void 0&&
(o=null),typeof n!="string")throw new Error("UserAgent should be a string");return new oh(n,r,o)},e.parse=function(n,r){return r===void 0&&(r=null),new oh(n,r).
getResult()},HE(e,null,[{key:"BROWSER_MAP",get:function(){return sh}},{key:"ENGINE_MAP",get:function(){return _t}},{key:"OS_MAP",get:function(){return Ee}},{key:"\
PLATFORMS_MAP",get:function(){return T}}])})(),J1=Gi.parse,X1=Gi.getParser;var KE=1e3,WE=500,ch=Object.freeze({}),Vi=new Map;function dh(e){if(e===""||e.length>KE)return ch;let t=Vi.get(e);if(t!==void 0)return t;let n=Object.freeze(GE(
e)??jE(e));return Vi.size>=WE&&Vi.clear(),Vi.set(e,n),n}function GE(e){let t=e.split(" / ");if(t.length!==2||/[/();]/.test(t.join("")))return;let[n,r]=ah(t[0]??
""),[o,i]=ah(t[1]??"");return lh({os:o,osVersion:i,browser:n,browserVersion:r,device:VE(n,o)})}function ah(e){let t=e.trim(),n=t.lastIndexOf(" "),r=t.slice(n+1);
return n===-1||!/^\d/.test(r)?[t,void 0]:[t.slice(0,n),r]}function VE(e,t){return/bot\b|crawler|spider/i.test(e??"")?"bot":/\bMobile\b/i.test(e??"")||/^(?:iOS|Android|Windows Phone|Windows Mobile|BlackBerry)/i.
test(t??"")?"mobile":/^(?:Windows|Mac|Linux|Ubuntu|Fedora|Debian|Chrome ?OS)/i.test(t??"")?"desktop":void 0}function jE(e){try{let{browser:t,os:n,platform:r}=Gi.
parse(e),o=qE(e),i=!!t.name&&!t.name?.includes("/");return lh({os:n.name,osVersion:n.version?.startsWith("NT ")?n.versionName:n.version??n.versionName,browser:i?
t.name:o?.name,browserVersion:i?t.version:o?.version,device:r.model?[r.vendor,r.model].filter(Boolean).join(" "):r.type})}catch{return ch}}function qE(e){let[,t,
n]=/^([\w.-]{1,64})\/v?(\d[\w.-]{0,32})/.exec(e)??[];if(!(t===void 0||n===void 0||t==="Mozilla"))return{name:t,version:n}}function lh(e){let t=Yu(e.os),n=Yu(e.browser),
r=t&&uh(e.osVersion),o=n&&uh(e.browserVersion),i=Yu(e.device);return{...t&&{os:t},...r&&{os_version:r},...n&&{browser:n},...o&&{browser_version:o},...i&&{device:i}}}
function Yu(e){return e===void 0||/^(?:other|unknown)?$/i.test(e)?void 0:e}function uh(e){return e===void 0||/^[0.]*$/.test(e)?void 0:e.replace(/^v/,"")}var zE=/[\uD800-\uDFFF]/,YE=/[\uD800-\uDFFF]/gu;function so(e){return zE.test(e)?e.replace(YE,"�"):e}function Xu(e){let t=fh(e);return t.includes("\\ud")?fh(Ju(
e)):t}function fh(e){try{return JSON.stringify(e)??"null"}catch{return JSON.stringify(e,(t,n)=>typeof n=="bigint"?String(n):n)}}function Ju(e){if(typeof e=="str\
ing")return so(e);if(typeof e!="object"||e===null)return e;if(Array.isArray(e))return e.map(Ju);let t=Object.entries(e);return Object.fromEntries(t.map(([n,r])=>[
so(n),Ju(r)]))}var mh=new Map(Kr.flatMap(e=>(e.sources??[e.name]).map(t=>[t,e]))),Zu=new Set(["log_id","date","type"]);function ji(e){let t={},n=[],r=[];JE(t,e,n);for(let o in e){
let i=e[o];if(o==="_id"||hh(i)||XE(t,o))continue;let s=mh.get(o),a=s===void 0?void 0:yh(s,o,i,e,n);s!==void 0&&a!==void 0?t[s.name]=a:r.push([o,i])}return typeof t.
user_agent=="string"&&Object.assign(t,dh(t.user_agent)),r.length>0&&(t.additional_fields=gh("additional_fields",Object.fromEntries(r),n)),n.length>0&&(t.truncated_fields=
n.join(",")),t}function JE(e,t,n){for(let u of Zu){let c=t[u],d=mh.get(u);if(d===void 0||hh(c))continue;let f=yh(d,u,c,t,n);f!==void 0&&(e[u]=f)}let r=e.type,{event:o,
category:i,level:s,severity:a}=rr(typeof r=="string"?r:"");o!==""&&(e.event=o),i!==void 0&&(e.category=i),e.level=s,e.severity=a}function XE(e,t){return Zu.has(
t)&&e[t]!==void 0}function hh(e){if(e==null||e==="")return!0;if(typeof e!="object")return typeof e=="function"||typeof e=="symbol";if(Array.isArray(e))return e.
length===0;for(let t in e)return!1;return!0}function yh(e,t,n,r,o){switch(e.kind){case"text":return QE(e.name,n,o);case"json":return gh(e.name,n,o);case"time":return typeof n==
"string"&&bm(n)?n:void 0;case"boolean":return typeof n=="boolean"&&ZE(e,t,r)?n:void 0;case"number":return typeof n=="number"?n:void 0}}function ZE(e,t,n){let r=e.
sources?.find(o=>typeof n[o]===e.kind);return r===void 0||r===t}function QE(e,t,n){if(typeof t=="string"){let i=so(t);return Zu.has(e)?i:ph(zu(i))}if(typeof t!=
"object")return String(t);let r=bh(e,t,n);return Array.isArray(r)&&r.every(i=>typeof i=="string")?so(r.join(" ")):ph(r)}function gh(e,t,n){return Xu(bh(e,t,n))}
function bh(e,t,n){let r={wasCut:!1},o=zu(t,r);return r.wasCut&&n.push(e),o}function ph(e){return typeof e=="string"?e:Xu(e)}var Xt=require("node:crypto"),wh="aes-256-gcm",ek=32,sr=12,Qu=16;function ar(e,t){let n=new Uint8Array((0,Xt.hkdfSync)("sha256",e,"",t,ek));function r(o){let i=Buffer.
from(o,"base64url");if(i.toString("base64url")===o&&!(i.length<sr+Qu))try{let s=(0,Xt.createDecipheriv)(wh,n,i.subarray(0,sr));s.setAuthTag(i.subarray(sr,sr+Qu));
let a=s.update(i.subarray(sr+Qu));return Buffer.concat([a,s.final()])}catch{return}}return{seal(o){let i=typeof o=="string"?Buffer.from(o):o,s=(0,Xt.randomBytes)(
sr),a=(0,Xt.createCipheriv)(wh,n,s),u=Buffer.concat([a.update(i),a.final()]);return Buffer.concat([s,a.getAuthTag(),u]).toString("base64url")},open:o=>r(o)?.toString(
"utf8"),openBytes:r}}var qi=require("node:zlib"),tk=64e6;function zi(e){return{lock:t=>e.seal((0,qi.deflateRawSync)(t)),unlock(t){let n=e.openBytes(t);if(n!==void 0)try{return(0,qi.inflateRawSync)(
n,{maxOutputLength:tk})}catch{return}}}}function Zt(e){return e.kind.type==="password"}function U(e){return{ok:!0,value:e}}function P(e){return e===void 0?{ok:!1}:{ok:!1,advice:e}}function Yi(e){return e==null?"nothing":Array.isArray(e)?"a list":typeof e=="string"?e.length===1?"a text of 1 character":`a text of ${e.length} characters`:typeof e==
"object"?"an object":`a ${typeof e}`}function Ji(e){return typeof e=="string"?"a text":Yi(e)}function xn(e,t,n=Yi){if(typeof e!="string"||[e,...t].some(({length:i})=>i>
2048))return n(e);let r=rk(e);return nk(e)||t.some(i=>Sh(e,i)||Sh(r,i))?`${n(e)} (not shown: it looks like a secret)`:r}function nk(e){return/^(?:[A-Za-z0-9+/=]{40,}|[A-Za-z0-9=_~-]{40,})$/.
test(e)&&/[a-z]/.test(e)&&/[A-Z]/.test(e)&&/[0-9]/.test(e)}function Sh(e,t){let n=Math.min(8,t.length),r=new Set(vh(t,n));return vh(e,n).some(o=>r.has(o))}function vh(e,t){
let n=Math.max(0,e.length-t+1);return Array.from({length:n},(r,o)=>e.slice(o,o+t))}function rk(e){let t=Array.from(ok(e)),r=t.length>60?`${t.slice(0,60).join("")}\
…`:t.join("");return ik(JSON.stringify(r))}function ok(e){return e.replace(/^.*@/s,"…@").replace(/\?.+$/s,"?…")}function ik(e){return e.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
t=>`\\u{${t.codePointAt(0)?.toString(16)}}`)}function xh(e){let t=e.isGivenByPlatform?"Auth0 gives it to an installed extension; anywhere else, set it yourself.":`Set it: ${e.meaning}`;return{setting:e.name,
expected:e.kind.expected,came:"nothing",advice:t}}function Ah(e,t,n,r=sk(e)){let o=Zt(e)?Yi(t):xn(t,n);return{setting:e.name,expected:e.kind.expected,came:o,advice:r}}
function sk(e){let t=e.example===void 0?"":`, for example ${e.example}`;if(e.isRequired)return`Correct it${t}.`;let n=e.default===void 0?"":` for ${e.default}`;
return`Correct it${t}, or leave it empty${n}.`}function An({setting:e,expected:t,came:n,advice:r}){return`${e}: expected ${t}; ${n} came. ${r}`}function ec(e){return e.
map(An).join(`
`)}function Rn(e){return`900${new Date(e).toISOString().replace(/\D/g,"").slice(0,14)}`.padEnd(56,"0")}function Xi(e){return/^900\d{14}0{39}$/.test(e)}function ue(e){
let t=/^900(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d{39}$/.exec(e);if(t===null)return;let[n,r,o,i,s,a]=t.slice(1),u=Date.parse(`${n}-${r}-${o}T${i}:${s}:${a}Z`);return Number.
isNaN(u)?void 0:u}function Rh(e){return e.length===56&&/^\d+$/.test(e)}function je(e,t){return e.length===t.length&&e<t}function Qt(e){let{date:t}=e;if(typeof t!="string"||!/^\d{4}-\d\d-\d\dT/.test(t))return;let n=Date.parse(t);return Number.isNaN(n)?void 0:n}function en(e,t){let n,r;for(let o of e)(o.log_id===t||je(o.log_id,t))&&(n===void 0||je(n.log_id,o.log_id))&&(n=o),(r===void 0||je(o.log_id,r.log_id))&&(r=o);return n!==
void 0?{kind:"after",log:n}:r===void 0?void 0:{kind:"from",log:r}}var ao=Date.UTC(2013,0,1);function ur(e,t){switch(e.kind){case"beginning":return Rn(ao);case"now":return Rn(t);case"time":return Rn(Math.min(e.atMs,t));case"age":
return Rn(t-e.ageMs);case"id":return e.id}}var ak=24*36e5,uk=Rn(ao);function kh(e,t){let n=e===uk?void 0:ue(e);return n===void 0||t===void 0?n??t:Math.max(n,t)}function _h(e,t){return t-e>ak}function Th(e,t,n,r){
let o=ck(e,n,r);if(!(o===void 0||o<=t))return`${Va}: Auth0 no longer retains what came between ${Eh(t)} and ${Eh(o)}, and what of it was not exported before can\
not be fetched any more. See to it that the exporter never stands still for longer than the tenant's log retention, which is 1 to 30 days by plan.`}function ck(e,t,n){
let r=en(t,e);if(r===void 0)return n;if(!(r.kind!=="from"||!je(e,r.log.log_id)))return ue(r.log.log_id)??Qt(r.log)}function Eh(e){return new Date(e).toISOString()}var Zi="/api/v2/logs";function tc(e,t,n){return`${e}${Zi}?from=${encodeURIComponent(t)}&take=${n}`}function Oh(e,t){return`${e}${Zi}/${encodeURIComponent(t)}`}var Mh=10;function Ph(e,t,n=0){
let r=`date:[${new Date(t).toISOString()} TO *]`;return ts(e,{q:r,sort:"date:1",per_page:"100",page:String(n)})}function Qi(e,t,n){let r=`date:[* TO ${new Date(
t).toISOString()}]`;return ts(e,{q:r,sort:"date:-1",per_page:String(n),page:"0"})}function es(e,t){return ts(e,{sort:"date:1",per_page:String(t),page:"0"})}function Lh(e,t){
return ts(e,{sort:"date:-1",per_page:String(t),page:"0"})}function ts(e,t){return`${e}${Zi}?${new URLSearchParams(t)}`}function nc(e,t,n){let r=e?.match(/<([^<>]+)>\s*;[^<]*\brel\s*=\s*"?next\b/i)?.[1];
if(r!==void 0)try{let o=new URL(r,t);return o.origin!==new URL(t).origin||o.pathname!==Zi||o.username!==""||o.password!==""?void 0:(o.searchParams.set("take",String(
n)),o)}catch{return}}function Ih(e,t,n,r){let o=nc(e,t,r);return o?.searchParams.get("from")===n?o.href:void 0}var dk=36e5,lk=5*6e4;function ns(e,t){if(Xi(e))return!0;let n=ue(e);return n===void 0?Rh(e):t-n>dk}function Ch(e){return e-lk}function Dh(e,t,n){return e.some(({
log_id:r})=>{let o=ue(r);return o!==void 0&&o<=n&&je(t,r)})}var Nh=10,fk=16e6;async function Hh({origin:e,client:t,clock:n,readPage:r,findPlace:o},i,s,a){let u=!1;async function c(m,{pauseMs:b=0}){if(b>0){if(n.now()+b>=a)
return cr("the rate limit leaves no time for it");await n.sleep(b)}let w=await t.read(m,fk,a-n.now());switch(w.status){case"logs":return{status:"found",logs:w.logs};case"\
position-refused":return cr(`Auth0 answered ${w.statusCode} to a search`);case"too-large":return cr("what a search found is too large");case"misconfigured":return cr(
w.problem);case"retry":return cr(w.reason)}}async function d(m){let b=n.now();if(m.logs.length>0||!ns(i,b))return{status:"page",page:m};let w=Ch(b),S=await c(Qi(
e,w,Nh),m);if(S.status==="failed")return rc(Bh(m),`It could not be checked that Auth0 still knows the position ${i}: ${S.reason}`);if(u=en(S.logs,i)?.kind==="af\
ter",!Dh(S.logs,i,w))return{status:"page",page:m};let x=await r(i,a);if(!Fh(x))return x;let A=await o(i,a);return Fh(A)?pk(i):A}async function f(m){let b=kh(i,s),
w=n.now();if(u||b===void 0||!_h(b,w))return{status:"page",page:m};let S=await c(es(e,Nh),m),A=S.status==="found"&&S.logs.length===0&&m.logs.length>0?cr("a searc\
h found nothing, but logs came"):S;if(A.status==="failed")return rc(Bh(m),`It could not be checked that Auth0 still retains all that came after ${i}: ${A.reason}`);
let v=m.logs.length===0?w:void 0,O=Th(i,b,A.logs,v);return O===void 0?{status:"page",page:m}:rc(m,O)}let h=await r(i,a);if(h.status!=="page")return h;let p=await d(
h.page);return p.status!=="page"||p.page.isUnconfirmed===!0?p:f(p.page)}function cr(e){return{status:"failed",reason:e}}function Fh(e){return e.status==="page"&&
e.page.logs.length===0}function Bh(e){return e.logs.length===0?{...e,isUnconfirmed:!0}:e}function rc(e,t){return{status:"page",page:{...e,warnings:[...e.warnings??
[],t]}}}function pk(e){return{status:"retry",reason:`Auth0 gave nothing after the position ${e}, although a search finds newer logs`}}var mk=6e4;async function Uh(e,t,n,r,o,i){let s=m=>t.read(m,o,i-n.now());async function a(m){let b=[];for(let w=0;;w+=1){let S=await s(Ph(e,m,w));if(S.status!==
"logs")return S;if(b.push(...S.logs),S.logs.length<100||w+1===Mh||hk(b,r))return{...S,logs:b}}}let u=Math.max(0,(ue(r)??0)-mk),c=await a(u);if(c.status!=="logs")
return c;let d=en(c.logs,r);if(d?.kind==="after")return{status:"place",place:d,answer:c.answer};let f=await s(Qi(e,u,100));if(f.status!=="logs")return f;let{answer:h,
logs:p}=f;return{status:"place",place:en([...c.logs,...p],r),answer:h}}function hk(e,t){let n=en(e,t),r=e.at(-1);if(n===void 0||n.kind==="after"||r===void 0)return!0;
let o=ue(n.log.log_id),i=Qt(r);return o===void 0||i===void 0||i>o+1e3}function $h(e,t){return ct(e,t)??Kh(e,t)}function rs(e,t){let n=e.header("x-ratelimit-remaining")?.trim();if(!(n===void 0||!/^\d+$/.test(n)||Number(n)>0))return Kh(
e,t)}function Kh(e,t){let n=e.header("x-ratelimit-reset")?.trim();if(!(n===void 0||!/^\d{1,11}$/.test(n)))return Math.max(0,Number(n)*1e3-Uo(e,t))}var yk=16e6,gk=[10,1],os=64e6,oc={status:"retry",reason:"Auth0 does not know the position in the logs, and no other place to read on from was found"};function Gh(e,t,n){
let r=new Map,o=new Set,i=new Map;async function s(p,m){let b=r.get(p);if(r.delete(p),b!==void 0){let w=await a(100,b,p,m);if(w.read.status!=="position-refused")
return w}return a(100,tc(e,p,100),p,m)}async function a(p,m,b,w){let[S]=gk.filter(v=>v<p),x=S===void 0?os:yk,A=await t.read(m,x,w-n.now());return A.status!=="to\
o-large"||S===void 0?{read:A,take:p}:a(S,tc(e,b,S),b,w)}async function u(p,m){let{read:b,take:w}=await s(p,m);if(b.status==="too-large")return Wh(p);if(b.status!==
"logs")return b;if(b.logs.some(A=>A.log_id===p))return{status:"retry",reason:"Auth0 answered with the log that it was to continue after"};let S=b.logs.at(-1)?.log_id??
p,x=Ih(b.answer.header("link"),e,S,100);return x!==void 0&&r.set(S,x),f(b.answer,{logs:b.logs,continuesAfter:S,isFull:b.logs.length>=w})}async function c(p,m){let b=await Uh(
e,t,n,p,os,m);if(b.status==="too-large")return Wh(p);if(b.status==="position-refused")return oc;if(b.status!=="place")return b;let{place:w,answer:S}=b;if(w===void 0)
return f(S,{logs:[],continuesAfter:p,isFull:!1});let{log:x}=w,A=`Auth0 did not know the position ${p}; reading went on at the log ${x.log_id}, which a search fo\
und`;if(w.kind==="after")return d(x.log_id,p,A,m);let v={logs:[x],continuesAfter:x.log_id,isFull:!0,warnings:[A]};return f(S,v)}async function d(p,m,b,w){if(p===
m)return oc;let S=await u(p,w);if(S.status==="position-refused")return oc;if(S.status!=="page")return S;let{page:x}=S;if(x.logs.length===0)return{status:"page",
page:{...x,continuesAfter:m,warnings:[b]}};let A=x.logs.filter(({log_id:v})=>v!==m&&!je(v,m));return A.length>0?{status:"page",page:{...x,logs:A,warnings:[b]}}:
(i.set(m,{reached:x.continuesAfter,warning:b}),d(x.continuesAfter,m,b,w))}function f(p,m){let b=rs(p,n.now()),w={...m,answerLength:p.body.length};return{status:"\
page",page:b===void 0?w:{...w,pauseMs:b}}}async function h(p,m){let b=i.get(p);if(b!==void 0)return d(b.reached,p,b.warning,m);let w=o.has(p),S=await u(p,m);return S.
status!=="position-refused"?S:Xi(p)||w?c(p,m):(o.add(p),{status:"retry",reason:`Auth0 refused the position after the log ${p}`})}return{timeOf:Qt,async fetchPage(p,m){
let b=await h(p,n.now()+m);return!(b.status==="page"&&b.page.logs.length===0)||!ns(p,n.now())?b:{status:"page",page:{...b.page,isUnconfirmed:!0}}},fetchFirstPage:(p,m,b)=>Hh(
{origin:e,client:t,clock:n,readPage:h,findPlace:c},p,m,n.now()+b),async fetchLog(p,m){return p==="."||p===".."?{status:"gone"}:t.readOne(p,Oh(e,p),os,m)}}}function Wh(e){
return{status:"stopped",reason:`the log after ${e} is larger than ${os} bytes and cannot be read`}}function jh(e,t){let{statusCode:n}=e;return n===200?bk(e.body):zh(n)?{status:"position-refused",statusCode:n}:Yh(e,t)}function qh(e,t,n){if(zh(e.statusCode))return{
status:"gone"};if(e.statusCode!==200)return Yh(e,n);let r=Zh(Xh(e.body));return r?.log_id!==t?uo("something other than the log that was asked for"):{status:"log",
log:r}}function zh(e){return e===400||e===404}function Yh(e,t){let{statusCode:n}=e;if(n===429){let i=$h(e,t);return{status:"retry",reason:"Auth0 answered 429: t\
he rate limit of the Management API is used up",isRateLimited:!0,...i===void 0?{}:{waitMs:i}}}let r=ct(e,t);return{status:"retry",reason:`Auth0 answered ${n} to\
 a request for logs`,...r===void 0?{}:{waitMs:r}}}function Jh(e,t){return{status:"misconfigured",problem:e===403?`${t} answered 403 to a request for logs, even \
with a new token: the scope read:logs is missing. Grant read:logs of the Auth0 Management API to the application.`:`${t} answered 401 to a request for logs, eve\
n with a new token. AUTH0_DOMAIN must be the tenant's own domain, such as example.eu.auth0.com, not a custom domain.`}}function bk(e){let t=Xh(e);if(t===void 0)
return uo("a body that is not JSON");if(!Array.isArray(t))return uo("something other than a list of logs");let n=[],r=new Set;for(let o of t){let i=Zh(o);if(i===
void 0)return uo("a log without an id");if(r.has(i.log_id))return uo("the same log twice in one page");r.add(i.log_id),n.push(i)}return{status:"logs",logs:n}}function Xh(e){
try{return JSON.parse(e)}catch{return}}function Zh(e){if(typeof e!="object"||e===null||Array.isArray(e))return;let t=e,{log_id:n,_id:r}=t;return Vh(n)?t:Vh(r)?{
...t,log_id:r}:void 0}var wk=/^[!-~]{1,200}$/;function Vh(e){return typeof e=="string"&&wk.test(e)}function uo(e){return{status:"retry",reason:`Auth0 answered 2\
00 with ${e}`}}function ey(e,t,n,r){return async(o,i,s,a)=>{let u=r.now()+s;async function c(){let h=await n.getToken(u-r.now());if(h.status!=="token")return h;let p=await t.send(
{method:"GET",url:o,headers:{authorization:`Bearer ${h.token}`,accept:"application/json"},timeoutMs:u-r.now(),maxResponseBytes:i,...a===void 0?{}:{onHead:a}});return p.
status!=="failed"?p:p.cause==="too-large"?{status:"too-large"}:{status:"retry",reason:p.reason}}let d=await c();if(!Qh(d))return d;n.forget();let f=await c();return Qh(
f)?Jh(f.statusCode,e):f}}function Qh(e){return e.status==="answered"&&(e.statusCode===401||e.statusCode===403)}function ty(e,t,n,r){let o=ey(e,t,n,r);return{async read(i,s,a,u){let c=await o(i,s,a,u);if(c.status!=="answered")return c;let d=jh(c,r.now());return d.status===
"logs"?{...d,answer:c}:d},async readOne(i,s,a,u){let c=await o(s,a,u);return c.status==="answered"?qh(c,i,r.now()):c.status!=="too-large"?c:{status:"retry",reason:`\
the log ${i} is larger than ${a} bytes`}}}}var ny=10,ry=16e6;function ic(e,t){async function n(r,o,i){let s=await t.read(r,ry,o);switch(s.status){case"logs":return Sk(s.logs,i);case"position-refused":return is(
`Auth0 answered ${s.statusCode} to a search`);case"too-large":return is(`Auth0 answered a search with more than ${ry} bytes`);case"misconfigured":return is(s.problem);case"\
retry":return is(s.reason)}}return{oldest:r=>n(es(e,ny),r,(o,i)=>o<i),newest:r=>n(Lh(e,ny),r,(o,i)=>o>i)}}function Sk(e,t){let[n,...r]=e;if(n===void 0)return{status:"\
none"};let o={log:n,atMs:oy(n)};for(let i of r){let s=oy(i);s!==void 0&&(o.atMs===void 0||t(s,o.atMs))&&(o={log:i,atMs:s})}return{status:"found",...o}}function oy(e){
return ue(e.log_id)??Qt(e)}function is(e){return{status:"failed",reason:e}}function vk(e,t){return e=Math.ceil(e),t=Math.floor(t),Math.floor(Math.random()*(t-e)+e)}async function xk(e){return new Promise(t=>setTimeout(t,e))}function iy(e,{
maxRetries:t,retryWhen:n}){let r=Math.min(10,t??3),o=0,i=async()=>{let s;if(s=await e(),(n||[429]).includes(s.status)&&o<r){o++;let a=500*Math.pow(2,o-1);a=vk(a+
1,a+250),a=Math.min(a,1e4),await xk(a),s=await i()}return s};return i()}var ss=class extends Error{constructor(t,n,r,o){super(o),this.statusCode=t,this.body=n,this.headers=r,this.name="ResponseError"}},as=class extends Error{constructor(){
super("The request was timed out."),this.name="TimeoutError"}},us=class extends Error{constructor(t,n){super(n),this.cause=t,this.name="FetchError"}},cs=class extends Error{constructor(t,n){
super(n),this.field=t,this.name="RequiredError"}};var $e=class e{constructor(t,n,r,o){this.data=t,this.headers=n,this.status=r,this.statusText=o}static async fromResponse(t){let n=await t.json();return new e(n,
t.headers,t.status,t.statusText)}},En=class e{constructor(t,n,r){this.headers=t,this.status=n,this.statusText=r}static async fromResponse(t){return new e(t.headers,
t.status,t.statusText)}},ds=class e{constructor(t,n,r,o){this.data=t,this.headers=n,this.status=r,this.statusText=o}static async fromResponse(t){let n=await t.text();
return new e(n,t.headers,t.status,t.statusText)}};var ls=class{constructor(t){if(this.configuration=t,this.fetchWithTimeout=async(n,r)=>{let o=new AbortController,i=setTimeout(()=>{o.abort()},this.timeoutDuration);
try{return await this.fetchApi(n,{signal:o.signal,...r})}catch(s){throw s.name==="AbortError"?new as:s}finally{clearTimeout(i)}},this.fetch=async(n,r)=>{var o,i;
let s={url:n,init:r};for(let c of this.middleware)c.pre&&(s=await c.pre({fetch:this.fetchWithTimeout,...s})||s);let a,u;try{a=((o=this.configuration.retry)===null||
o===void 0?void 0:o.enabled)!==!1?await iy(()=>this.fetchWithTimeout(s.url,s.init),{...this.configuration.retry}):await this.fetchWithTimeout(s.url,s.init)}catch(c){
u=c}if(u||!a.ok){for(let c of this.middleware)c.onError&&(a=await c.onError({fetch:this.fetchWithTimeout,...s,error:u,response:a?a.clone():void 0})||a);if(a===void 0)
throw new us(u,(i=u?.message)!==null&&i!==void 0?i:"The request failed and the interceptors did not return an alternative response")}else for(let c of this.middleware)
c.post&&(a=await c.post({fetch:this.fetchApi,...s,response:a.clone()})||a);return a},t.baseUrl===null||t.baseUrl===void 0)throw new Error("Must provide a base U\
RL for the API");if(typeof t.baseUrl!="string"||t.baseUrl.length===0)throw new Error("The provided base URL is invalid");this.middleware=t.middleware||[],this.fetchApi=
t.fetch||globalThis.fetch.bind(globalThis),this.parseError=t.parseError,this.timeoutDuration=typeof t.timeoutDuration=="number"?t.timeoutDuration:1e4}async request(t,n){
let{url:r,init:o}=await this.createFetchParams(t,n),i=await this.fetch(r,o);if(i&&i.status>=200&&i.status<300)return i;throw await this.parseError(i)}async createFetchParams(t,n){
let r=this.configuration.baseUrl+t.path;t.query!==void 0&&Object.keys(t.query).length!==0&&(r+=`?${Ak(t.query)}`);let o=Object.assign({},this.configuration.headers,
t.headers);Object.keys(o).forEach(c=>o[c]===void 0?delete o[c]:{});let i=typeof n=="function"?n:async()=>n,s={method:t.method,headers:o,body:t.body,dispatcher:this.
configuration.agent},a={...s,...await i({init:s,context:t})},u={...a,body:a.body instanceof FormData||a.body instanceof URLSearchParams||a.body instanceof Blob?
a.body:JSON.stringify(a.body)};return{url:r,init:u}}};function Ak(e){return Object.keys(e).map(t=>Rk(t,e[t])).filter(t=>t.length>0).join("&")}function Rk(e,t){if(t instanceof Array){let n=t.map(r=>encodeURIComponent(
String(r))).join(`&${encodeURIComponent(e)}=`);return`${encodeURIComponent(e)}=${n}`}return`${encodeURIComponent(e)}=${encodeURIComponent(String(t))}`}function Se(e,t){
t.forEach(n=>{if(e[n]===null||e[n]===void 0)throw new cs(n,`Required parameter requestParameters.${n} was null or undefined.`)})}var h2=Ek();function Ek(){return["^/api/v2/jobs/verification-email$","^/api/v2/tickets/email-verification$","^/api/v2/tickets/password-change$","^/api/v2/organi\
zations/[^/]+/invitations$","^/api/v2/users$","^/api/v2/users/[^/]+$","^/api/v2/guardian/enrollments/ticket$"].map(t=>new RegExp(t))}var co=require("buffer");var Xe=new TextEncoder,ve=new TextDecoder,b2=2**32;function dr(...e){let t=e.reduce((o,{length:i})=>o+i,0),n=new Uint8Array(t),r=0;return e.forEach(o=>{n.set(o,
r),r+=o.length}),n}var tn;function kk(e){let t=e;return t instanceof Uint8Array&&(t=ve.decode(t)),t}co.Buffer.isEncoding("base64url")?tn=e=>co.Buffer.from(e).toString("base64url"):
tn=e=>co.Buffer.from(e).toString("base64").replace(/=/g,"").replace(/\+/g,"-").replace(/\//g,"_");var ht=e=>co.Buffer.from(kk(e),"base64");var ke=class extends Error{static get code(){return"ERR_JOSE_GENERIC"}constructor(t){var n;super(t),this.code="ERR_JOSE_GENERIC",this.name=this.constructor.name,
(n=Error.captureStackTrace)===null||n===void 0||n.call(Error,this,this.constructor)}},qe=class extends ke{static get code(){return"ERR_JWT_CLAIM_VALIDATION_FAIL\
ED"}constructor(t,n="unspecified",r="unspecified"){super(t),this.code="ERR_JWT_CLAIM_VALIDATION_FAILED",this.claim=n,this.reason=r}},lo=class extends ke{static get code(){
return"ERR_JWT_EXPIRED"}constructor(t,n="unspecified",r="unspecified"){super(t),this.code="ERR_JWT_EXPIRED",this.claim=n,this.reason=r}},fs=class extends ke{constructor(){
super(...arguments),this.code="ERR_JOSE_ALG_NOT_ALLOWED"}static get code(){return"ERR_JOSE_ALG_NOT_ALLOWED"}},te=class extends ke{constructor(){super(...arguments),
this.code="ERR_JOSE_NOT_SUPPORTED"}static get code(){return"ERR_JOSE_NOT_SUPPORTED"}};var G=class extends ke{constructor(){super(...arguments),this.code="ERR_JWS_INVALID"}static get code(){return"ERR_JWS_INVALID"}},_e=class extends ke{constructor(){
super(...arguments),this.code="ERR_JWT_INVALID"}static get code(){return"ERR_JWT_INVALID"}};var kn=class extends ke{constructor(){super(...arguments),this.code="ERR_JWKS_INVALID"}static get code(){return"ERR_JWKS_INVALID"}},lr=class extends ke{constructor(){
super(...arguments),this.code="ERR_JWKS_NO_MATCHING_KEY",this.message="no applicable key found in the JSON Web Key Set"}static get code(){return"ERR_JWKS_NO_MAT\
CHING_KEY"}},ps=class extends ke{constructor(){super(...arguments),this.code="ERR_JWKS_MULTIPLE_MATCHING_KEYS",this.message="multiple matching keys found in the\
 JSON Web Key Set"}static get code(){return"ERR_JWKS_MULTIPLE_MATCHING_KEYS"}},ms=class extends ke{constructor(){super(...arguments),this.code="ERR_JWKS_TIMEOUT",
this.message="request timed out"}static get code(){return"ERR_JWKS_TIMEOUT"}},hs=class extends ke{constructor(){super(...arguments),this.code="ERR_JWS_SIGNATURE\
_VERIFICATION_FAILED",this.message="signature verification failed"}static get code(){return"ERR_JWS_SIGNATURE_VERIFICATION_FAILED"}};var sy=require("crypto"),sc=M(require("util"),1),ys=sc.types.isKeyObject?e=>sc.types.isKeyObject(e):e=>e!=null&&e instanceof sy.KeyObject;var ay=M(require("crypto"),1),ac=M(require("util"),1),Ok=ay.webcrypto,gs=Ok,fr=ac.types.isCryptoKey?e=>ac.types.isCryptoKey(e):e=>!1;function Tt(e,t="algorithm.name"){return new TypeError(`CryptoKey does not support this operation, its ${t} must be ${e}`)}function bs(e,t){return e.name===t}function uc(e){
return parseInt(e.name.slice(4),10)}function Mk(e){switch(e){case"ES256":return"P-256";case"ES384":return"P-384";case"ES512":return"P-521";default:throw new Error(
"unreachable")}}function Pk(e,t){if(t.length&&!t.some(n=>e.usages.includes(n))){let n="CryptoKey does not support this operation, its usages must include ";if(t.
length>2){let r=t.pop();n+=`one of ${t.join(", ")}, or ${r}.`}else t.length===2?n+=`one of ${t[0]} or ${t[1]}.`:n+=`${t[0]}.`;throw new TypeError(n)}}function uy(e,t,...n){
switch(t){case"HS256":case"HS384":case"HS512":{if(!bs(e.algorithm,"HMAC"))throw Tt("HMAC");let r=parseInt(t.slice(2),10);if(uc(e.algorithm.hash)!==r)throw Tt(`S\
HA-${r}`,"algorithm.hash");break}case"RS256":case"RS384":case"RS512":{if(!bs(e.algorithm,"RSASSA-PKCS1-v1_5"))throw Tt("RSASSA-PKCS1-v1_5");let r=parseInt(t.slice(
2),10);if(uc(e.algorithm.hash)!==r)throw Tt(`SHA-${r}`,"algorithm.hash");break}case"PS256":case"PS384":case"PS512":{if(!bs(e.algorithm,"RSA-PSS"))throw Tt("RSA-\
PSS");let r=parseInt(t.slice(2),10);if(uc(e.algorithm.hash)!==r)throw Tt(`SHA-${r}`,"algorithm.hash");break}case"EdDSA":{if(e.algorithm.name!=="Ed25519"&&e.algorithm.
name!=="Ed448")throw Tt("Ed25519 or Ed448");break}case"ES256":case"ES384":case"ES512":{if(!bs(e.algorithm,"ECDSA"))throw Tt("ECDSA");let r=Mk(t);if(e.algorithm.
namedCurve!==r)throw Tt(r,"algorithm.namedCurve");break}default:throw new TypeError("CryptoKey does not support this operation")}Pk(e,n)}function cy(e,t,...n){if(n.length>2){let r=n.pop();e+=`one of type ${n.join(", ")}, or ${r}.`}else n.length===2?e+=`one of type ${n[0]} or ${n[1]}.`:e+=`of type\
 ${n[0]}.`;return t==null?e+=` Received ${t}`:typeof t=="function"&&t.name?e+=` Received function ${t.name}`:typeof t=="object"&&t!=null&&t.constructor&&t.constructor.
name&&(e+=` Received an instance of ${t.constructor.name}`),e}var fo=(e,...t)=>cy("Key must be ",e,...t);function cc(e,t,...n){return cy(`Key for the ${e} algor\
ithm must be `,t,...n)}var dc=e=>ys(e)||fr(e),Pe=["KeyObject"];(globalThis.CryptoKey||!(gs===null||gs===void 0)&&gs.CryptoKey)&&Pe.push("CryptoKey");var Lk=(...e)=>{let t=e.filter(Boolean);if(t.length===0||t.length===1)return!0;let n;for(let r of t){let o=Object.keys(r);if(!n||n.size===0){n=new Set(o);continue}
for(let i of o){if(n.has(i))return!1;n.add(i)}}return!0},ws=Lk;function Ik(e){return typeof e=="object"&&e!==null}function Te(e){if(!Ik(e)||Object.prototype.toString.call(e)!=="[object Object]")return!1;if(Object.getPrototypeOf(
e)===null)return!0;let t=e;for(;Object.getPrototypeOf(t)!==null;)t=Object.getPrototypeOf(t);return Object.getPrototypeOf(e)===t}var po=require("buffer"),vs=require("crypto");var Ck=po.Buffer.from([42,134,72,206,61,3,1,7]),Dk=po.Buffer.from([43,129,4,0,34]),Nk=po.Buffer.from([43,129,4,0,35]),Fk=po.Buffer.from([43,129,4,0,10]),Ss=new WeakMap,
Bk=e=>{switch(e){case"prime256v1":return"P-256";case"secp384r1":return"P-384";case"secp521r1":return"P-521";case"secp256k1":return"secp256k1";default:throw new te(
"Unsupported key curve for this operation")}},dy=(e,t)=>{var n;let r;if(fr(e))r=vs.KeyObject.from(e);else if(ys(e))r=e;else throw new TypeError(fo(e,...Pe));if(r.
type==="secret")throw new TypeError('only "private" or "public" type keys can be used for this operation');switch(r.asymmetricKeyType){case"ed25519":case"ed448":
return`Ed${r.asymmetricKeyType.slice(2)}`;case"x25519":case"x448":return`X${r.asymmetricKeyType.slice(1)}`;case"ec":{if(Ss.has(r))return Ss.get(r);let o=(n=r.asymmetricKeyDetails)===
null||n===void 0?void 0:n.namedCurve;if(!o&&r.type==="private")o=dy((0,vs.createPublicKey)(r),!0);else if(!o){let s=r.export({format:"der",type:"spki"}),a=s[1]<
128?14:15,u=s[a],c=s.slice(a+1,a+1+u);if(c.equals(Ck))o="prime256v1";else if(c.equals(Dk))o="secp384r1";else if(c.equals(Nk))o="secp521r1";else if(c.equals(Fk))
o="secp256k1";else throw new te("Unsupported key curve for this operation")}if(t)return o;let i=Bk(o);return Ss.set(r,i),i}default:throw new TypeError("Invalid \
asymmetric key type for this operation")}};function lc(e,t){Ss.set(e,t)}var ly=dy;var xs=new WeakMap,As=(e,t)=>{let n=e.readUInt8(1);if((n&128)===0)return t===0?n:As(e.subarray(2+n),t-1);let r=n&127;n=0;for(let o=0;o<r;o++){n<<=8;let i=e.readUInt8(
2+o);n|=i}return t===0?n:As(e.subarray(2+n),t-1)},Hk=(e,t)=>{let n=e.readUInt8(1);if((n&128)===0)return As(e.subarray(2),t);let r=n&127;return As(e.subarray(2+r),
t)},Uk=e=>{var t,n;if(xs.has(e))return xs.get(e);let r=(n=(t=e.asymmetricKeyDetails)===null||t===void 0?void 0:t.modulusLength)!==null&&n!==void 0?n:Hk(e.export(
{format:"der",type:"pkcs1"}),e.type==="private"?1:0)-1<<3;return xs.set(e,r),r},fy=(e,t)=>{xs.set(e,t)},Rs=(e,t)=>{if(Uk(e)<2048)throw new TypeError(`${t} requi\
res key modulusLength to be 2048 bits or larger`)};var Es=require("crypto"),py=require("buffer");var my=e=>(0,Es.createPrivateKey)({key:py.Buffer.from(e.replace(/(?:-----(?:BEGIN|END) PRIVATE KEY-----|\s)/g,""),"base64"),type:"pkcs8",format:"der"});var ce=require("buffer"),Ze=require("crypto");var oe=require("buffer");var $k=2,Kk=3,Wk=4,Gk=48,fc=oe.Buffer.from([0]),ks=oe.Buffer.from([$k]),Vk=oe.Buffer.from([Kk]),jk=oe.Buffer.from([Gk]),qk=oe.Buffer.from([Wk]),nn=e=>{if(e<128)
return oe.Buffer.from([e]);let t=oe.Buffer.alloc(5);t.writeUInt32BE(e,1);let n=1;for(;t[n]===0;)n++;return t[n-1]=128|5-n,t.slice(n-1)},zk=new Map([["P-256",oe.Buffer.
from("06 08 2A 86 48 CE 3D 03 01 07".replace(/ /g,""),"hex")],["secp256k1",oe.Buffer.from("06 05 2B 81 04 00 0A".replace(/ /g,""),"hex")],["P-384",oe.Buffer.from(
"06 05 2B 81 04 00 22".replace(/ /g,""),"hex")],["P-521",oe.Buffer.from("06 05 2B 81 04 00 23".replace(/ /g,""),"hex")],["ecPublicKey",oe.Buffer.from("06 07 2A \
86 48 CE 3D 02 01".replace(/ /g,""),"hex")],["X25519",oe.Buffer.from("06 03 2B 65 6E".replace(/ /g,""),"hex")],["X448",oe.Buffer.from("06 03 2B 65 6F".replace(/ /g,
""),"hex")],["Ed25519",oe.Buffer.from("06 03 2B 65 70".replace(/ /g,""),"hex")],["Ed448",oe.Buffer.from("06 03 2B 65 71".replace(/ /g,""),"hex")]]),Le=class{constructor(){
this.length=0,this.elements=[]}oidFor(t){let n=zk.get(t);if(!n)throw new te("Invalid or unsupported OID");this.elements.push(n),this.length+=n.length}zero(){this.
elements.push(ks,oe.Buffer.from([1]),fc),this.length+=3}one(){this.elements.push(ks,oe.Buffer.from([1]),oe.Buffer.from([1])),this.length+=3}unsignedInteger(t){if(t[0]&
128){let n=nn(t.length+1);this.elements.push(ks,n,fc,t),this.length+=2+n.length+t.length}else{let n=0;for(;t[n]===0&&(t[n+1]&128)===0;)n++;let r=nn(t.length-n);
this.elements.push(ks,nn(t.length-n),t.slice(n)),this.length+=1+r.length+t.length-n}}octStr(t){let n=nn(t.length);this.elements.push(qk,nn(t.length),t),this.length+=
1+n.length+t.length}bitStr(t){let n=nn(t.length+1);this.elements.push(Vk,nn(t.length+1),fc,t),this.length+=1+n.length+t.length+1}add(t){this.elements.push(t),this.
length+=t.length}end(t=jk){let n=nn(this.length);return oe.Buffer.concat([t,n,...this.elements],1+n.length+this.length)}};var[rn,_s]=process.versions.node.split(".").map(e=>parseInt(e,10)),hy=rn>=16||rn===15&&_s>=13,_n=!("electron"in process.versions)&&(rn>=17||rn===16&&_s>=9),U2=rn>=
16||rn===15&&_s>=9,yy=rn>=16||rn===15&&_s>=12;var Yk=e=>{if(yy&&e.kty!=="oct")return e.d?(0,Ze.createPrivateKey)({format:"jwk",key:e}):(0,Ze.createPublicKey)({format:"jwk",key:e});switch(e.kty){case"oct":return(0,Ze.createSecretKey)(
ht(e.k));case"RSA":{let t=new Le,n=e.d!==void 0,r=ce.Buffer.from(e.n,"base64"),o=ce.Buffer.from(e.e,"base64");n?(t.zero(),t.unsignedInteger(r),t.unsignedInteger(
o),t.unsignedInteger(ce.Buffer.from(e.d,"base64")),t.unsignedInteger(ce.Buffer.from(e.p,"base64")),t.unsignedInteger(ce.Buffer.from(e.q,"base64")),t.unsignedInteger(
ce.Buffer.from(e.dp,"base64")),t.unsignedInteger(ce.Buffer.from(e.dq,"base64")),t.unsignedInteger(ce.Buffer.from(e.qi,"base64"))):(t.unsignedInteger(r),t.unsignedInteger(
o));let s={key:t.end(),format:"der",type:"pkcs1"},a=n?(0,Ze.createPrivateKey)(s):(0,Ze.createPublicKey)(s);return fy(a,r.length<<3),a}case"EC":{let t=new Le,n=e.
d!==void 0,r=ce.Buffer.concat([ce.Buffer.alloc(1,4),ce.Buffer.from(e.x,"base64"),ce.Buffer.from(e.y,"base64")]);if(n){t.zero();let a=new Le;a.oidFor("ecPublicKe\
y"),a.oidFor(e.crv),t.add(a.end());let u=new Le;u.one(),u.octStr(ce.Buffer.from(e.d,"base64"));let c=new Le;c.bitStr(r);let d=c.end(ce.Buffer.from([161]));u.add(
d);let f=u.end(),h=new Le;h.add(f);let p=h.end(ce.Buffer.from([4]));t.add(p);let m=t.end(),b=(0,Ze.createPrivateKey)({key:m,format:"der",type:"pkcs8"});return lc(
b,e.crv),b}let o=new Le;o.oidFor("ecPublicKey"),o.oidFor(e.crv),t.add(o.end()),t.bitStr(r);let i=t.end(),s=(0,Ze.createPublicKey)({key:i,format:"der",type:"spki"});
return lc(s,e.crv),s}case"OKP":{let t=new Le;if(e.d!==void 0){t.zero();let i=new Le;i.oidFor(e.crv),t.add(i.end());let s=new Le;s.octStr(ce.Buffer.from(e.d,"bas\
e64"));let a=s.end(ce.Buffer.from([4]));t.add(a);let u=t.end();return(0,Ze.createPrivateKey)({key:u,format:"der",type:"pkcs8"})}let r=new Le;r.oidFor(e.crv),t.add(
r.end()),t.bitStr(ce.Buffer.from(e.x,"base64"));let o=t.end();return(0,Ze.createPublicKey)({key:o,format:"der",type:"spki"})}default:throw new te('Invalid or un\
supported JWK "kty" (Key Type) Parameter value')}},pc=Yk;async function mc(e,t,n){if(typeof e!="string"||e.indexOf("-----BEGIN PRIVATE KEY-----")!==0)throw new TypeError('"pkcs8" must be PKCS#8 formatted string');return my(
e,t,n)}async function hc(e,t,n){var r;if(!Te(e))throw new TypeError("JWK must be an object");switch(t||(t=e.alg),e.kty){case"oct":if(typeof e.k!="string"||!e.k)
throw new TypeError('missing "k" (Key Value) Parameter value');return n??(n=e.ext!==!0),n?pc({...e,alg:t,ext:(r=e.ext)!==null&&r!==void 0?r:!1}):ht(e.k);case"RS\
A":if(e.oth!==void 0)throw new te('RSA JWK "oth" (Other Primes Info) Parameter value is not supported');case"EC":case"OKP":return pc({...e,alg:t});default:throw new te(
'Unsupported "kty" (Key Type) Parameter value')}}var Jk=(e,t)=>{if(!(t instanceof Uint8Array)){if(!dc(t))throw new TypeError(cc(e,t,...Pe,"Uint8Array"));if(t.type!=="secret")throw new TypeError(`${Pe.join(" or\
 ")} instances for symmetric algorithms must be of type "secret"`)}},Xk=(e,t,n)=>{if(!dc(t))throw new TypeError(cc(e,t,...Pe));if(t.type==="secret")throw new TypeError(
`${Pe.join(" or ")} instances for asymmetric algorithms must not be of type "secret"`);if(n==="sign"&&t.type==="public")throw new TypeError(`${Pe.join(" or ")} \
instances for asymmetric algorithm signing must be of type "private"`);if(n==="decrypt"&&t.type==="public")throw new TypeError(`${Pe.join(" or ")} instances for\
 asymmetric algorithm decryption must be of type "private"`);if(t.algorithm&&n==="verify"&&t.type==="private")throw new TypeError(`${Pe.join(" or ")} instances \
for asymmetric algorithm verifying must be of type "public"`);if(t.algorithm&&n==="encrypt"&&t.type==="private")throw new TypeError(`${Pe.join(" or ")} instance\
s for asymmetric algorithm encryption must be of type "public"`)},Zk=(e,t,n)=>{e.startsWith("HS")||e==="dir"||e.startsWith("PBES2")||/^A\d{3}(?:GCM)?KW$/.test(e)?
Jk(e,t):Xk(e,t,n)},Ts=Zk;function Qk(e,t,n,r,o){if(o.crit!==void 0&&r.crit===void 0)throw new e('"crit" (Critical) Header Parameter MUST be integrity protected');if(!r||r.crit===void 0)
return new Set;if(!Array.isArray(r.crit)||r.crit.length===0||r.crit.some(s=>typeof s!="string"||s.length===0))throw new e('"crit" (Critical) Header Parameter MU\
ST be an array of non-empty strings when present');let i;n!==void 0?i=new Map([...Object.entries(n),...t.entries()]):i=t;for(let s of r.crit){if(!i.has(s))throw new te(
`Extension Header Parameter "${s}" is not recognized`);if(o[s]===void 0)throw new e(`Extension Header Parameter "${s}" is missing`);if(i.get(s)&&r[s]===void 0)throw new e(
`Extension Header Parameter "${s}" MUST be integrity protected`)}return new Set(r.crit)}var Os=Qk;var e_=(e,t)=>{if(t!==void 0&&(!Array.isArray(t)||t.some(n=>typeof n!="string")))throw new TypeError(`"${e}" option must be an array of strings`);if(t)return new Set(
t)},gy=e_;var mr=M(require("crypto"),1),Sy=require("util");function mo(e){switch(e){case"PS256":case"RS256":case"ES256":case"ES256K":return"sha256";case"PS384":case"RS384":case"ES384":return"sha384";case"PS512":case"RS5\
12":case"ES512":return"sha512";case"EdDSA":return;default:throw new te(`alg ${e} is not supported either by JOSE or your javascript runtime`)}}var yc=require("crypto");var by={padding:yc.constants.RSA_PKCS1_PSS_PADDING,saltLength:yc.constants.RSA_PSS_SALTLEN_DIGEST},t_=new Map([["ES256","P-256"],["ES256K","secp256k1"],["ES384",
"P-384"],["ES512","P-521"]]);function ho(e,t){switch(e){case"EdDSA":if(!["ed25519","ed448"].includes(t.asymmetricKeyType))throw new TypeError("Invalid key for t\
his operation, its asymmetricKeyType must be ed25519 or ed448");return t;case"RS256":case"RS384":case"RS512":if(t.asymmetricKeyType!=="rsa")throw new TypeError(
"Invalid key for this operation, its asymmetricKeyType must be rsa");return Rs(t,e),t;case(_n&&"PS256"):case(_n&&"PS384"):case(_n&&"PS512"):if(t.asymmetricKeyType===
"rsa-pss"){let{hashAlgorithm:n,mgf1HashAlgorithm:r,saltLength:o}=t.asymmetricKeyDetails,i=parseInt(e.slice(-3),10);if(n!==void 0&&(n!==`sha${i}`||r!==n))throw new TypeError(
`Invalid key for this operation, its RSA-PSS parameters do not meet the requirements of "alg" ${e}`);if(o!==void 0&&o>i>>3)throw new TypeError(`Invalid key for \
this operation, its RSA-PSS parameter saltLength does not meet the requirements of "alg" ${e}`)}else if(t.asymmetricKeyType!=="rsa")throw new TypeError("Invalid\
 key for this operation, its asymmetricKeyType must be rsa or rsa-pss");return Rs(t,e),{key:t,...by};case(!_n&&"PS256"):case(!_n&&"PS384"):case(!_n&&"PS512"):if(t.
asymmetricKeyType!=="rsa")throw new TypeError("Invalid key for this operation, its asymmetricKeyType must be rsa");return Rs(t,e),{key:t,...by};case"ES256":case"\
ES256K":case"ES384":case"ES512":{if(t.asymmetricKeyType!=="ec")throw new TypeError("Invalid key for this operation, its asymmetricKeyType must be ec");let n=ly(
t),r=t_.get(e);if(n!==r)throw new TypeError(`Invalid key curve for the algorithm, its curve must be ${r}, got ${n}`);return{dsaEncoding:"ieee-p1363",key:t}}default:
throw new te(`alg ${e} is not supported either by JOSE or your javascript runtime`)}}var pr=M(require("crypto"),1),wy=require("util");function gc(e){switch(e){case"HS256":return"sha256";case"HS384":return"sha384";case"HS512":return"sha512";default:throw new te(`alg ${e} is not supported either\
 by JOSE or your javascript runtime`)}}var yo=require("crypto");function go(e,t,n){if(t instanceof Uint8Array){if(!e.startsWith("HS"))throw new TypeError(fo(t,...Pe));return(0,yo.createSecretKey)(t)}if(t instanceof yo.KeyObject)
return t;if(fr(t))return uy(t,e,n),yo.KeyObject.from(t);throw new TypeError(fo(t,...Pe,"Uint8Array"))}var bc;pr.sign.length>3?bc=(0,wy.promisify)(pr.sign):bc=pr.sign;var n_=async(e,t,n)=>{let r=go(e,t,"sign");if(e.startsWith("HS")){let o=pr.createHmac(gc(e),r);return o.
update(n),o.digest()}return bc(mo(e),n,ho(e,r))},Ms=n_;var wc;mr.verify.length>4&&hy?wc=(0,Sy.promisify)(mr.verify):wc=mr.verify;var r_=async(e,t,n,r)=>{let o=go(e,t,"verify");if(e.startsWith("HS")){let a=await Ms(e,
o,r),u=n;try{return mr.timingSafeEqual(u,a)}catch{return!1}}let i=mo(e),s=ho(e,o);try{return await wc(i,r,s,n)}catch{return!1}},vy=r_;async function xy(e,t,n){var r;if(!Te(e))throw new G("Flattened JWS must be an object");if(e.protected===void 0&&e.header===void 0)throw new G('Flattened JWS mu\
st have either of the "protected" or "header" members');if(e.protected!==void 0&&typeof e.protected!="string")throw new G("JWS Protected Header incorrect type");
if(e.payload===void 0)throw new G("JWS Payload missing");if(typeof e.signature!="string")throw new G("JWS Signature missing or incorrect type");if(e.header!==void 0&&
!Te(e.header))throw new G("JWS Unprotected Header incorrect type");let o={};if(e.protected)try{let w=ht(e.protected);o=JSON.parse(ve.decode(w))}catch{throw new G(
"JWS Protected Header is invalid")}if(!ws(o,e.header))throw new G("JWS Protected and JWS Unprotected Header Parameter names must be disjoint");let i={...o,...e.
header},s=Os(G,new Map([["b64",!0]]),n?.crit,o,i),a=!0;if(s.has("b64")&&(a=o.b64,typeof a!="boolean"))throw new G('The "b64" (base64url-encode payload) Header P\
arameter must be a boolean');let{alg:u}=i;if(typeof u!="string"||!u)throw new G('JWS "alg" (Algorithm) Header Parameter missing or invalid');let c=n&&gy("algori\
thms",n.algorithms);if(c&&!c.has(u))throw new fs('"alg" (Algorithm) Header Parameter not allowed');if(a){if(typeof e.payload!="string")throw new G("JWS Payload \
must be a string")}else if(typeof e.payload!="string"&&!(e.payload instanceof Uint8Array))throw new G("JWS Payload must be a string or an Uint8Array instance");
let d=!1;typeof t=="function"&&(t=await t(o,e),d=!0),Ts(u,t,"verify");let f=dr(Xe.encode((r=e.protected)!==null&&r!==void 0?r:""),Xe.encode("."),typeof e.payload==
"string"?Xe.encode(e.payload):e.payload),h;try{h=ht(e.signature)}catch{throw new G("Failed to base64url decode the signature")}if(!await vy(u,t,h,f))throw new hs;
let m;if(a)try{m=ht(e.payload)}catch{throw new G("Failed to base64url decode the payload")}else typeof e.payload=="string"?m=Xe.encode(e.payload):m=e.payload;let b={
payload:m};return e.protected!==void 0&&(b.protectedHeader=o),e.header!==void 0&&(b.unprotectedHeader=e.header),d?{...b,key:t}:b}async function Ay(e,t,n){if(e instanceof Uint8Array&&(e=ve.decode(e)),typeof e!="string")throw new G("Compact JWS must be a string or Uint8Array");let{0:r,1:o,2:i,
length:s}=e.split(".");if(s!==3)throw new G("Invalid Compact JWS");let a=await xy({payload:o,protected:r,signature:i},t,n),u={payload:a.payload,protectedHeader:a.
protectedHeader};return typeof t=="function"?{...u,key:a.key}:u}var hr=e=>Math.floor(e.getTime()/1e3);var o_=/^(\d+|\d+\.\d+) ?(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|years?|yrs?|y)$/i,yr=e=>{let t=o_.exec(e);if(!t)throw new TypeError("\
Invalid time period format");let n=parseFloat(t[1]);switch(t[2].toLowerCase()){case"sec":case"secs":case"second":case"seconds":case"s":return Math.round(n);case"\
minute":case"minutes":case"min":case"mins":case"m":return Math.round(n*60);case"hour":case"hours":case"hr":case"hrs":case"h":return Math.round(n*3600);case"day":case"\
days":case"d":return Math.round(n*86400);case"week":case"weeks":case"w":return Math.round(n*604800);default:return Math.round(n*31557600)}};var Ry=e=>e.toLowerCase().replace(/^application\//,""),i_=(e,t)=>typeof e=="string"?t.includes(e):Array.isArray(e)?t.some(Set.prototype.has.bind(new Set(e))):!1,
Ey=(e,t,n={})=>{let{typ:r}=n;if(r&&(typeof e.typ!="string"||Ry(e.typ)!==Ry(r)))throw new qe('unexpected "typ" JWT header value',"typ","check_failed");let o;try{
o=JSON.parse(ve.decode(t))}catch{}if(!Te(o))throw new _e("JWT Claims Set must be a top-level JSON object");let{requiredClaims:i=[],issuer:s,subject:a,audience:u,
maxTokenAge:c}=n;c!==void 0&&i.push("iat"),u!==void 0&&i.push("aud"),a!==void 0&&i.push("sub"),s!==void 0&&i.push("iss");for(let p of new Set(i.reverse()))if(!(p in
o))throw new qe(`missing required "${p}" claim`,p,"missing");if(s&&!(Array.isArray(s)?s:[s]).includes(o.iss))throw new qe('unexpected "iss" claim value',"iss","\
check_failed");if(a&&o.sub!==a)throw new qe('unexpected "sub" claim value',"sub","check_failed");if(u&&!i_(o.aud,typeof u=="string"?[u]:u))throw new qe('unexpec\
ted "aud" claim value',"aud","check_failed");let d;switch(typeof n.clockTolerance){case"string":d=yr(n.clockTolerance);break;case"number":d=n.clockTolerance;break;case"\
undefined":d=0;break;default:throw new TypeError("Invalid clockTolerance option type")}let{currentDate:f}=n,h=hr(f||new Date);if((o.iat!==void 0||c)&&typeof o.iat!=
"number")throw new qe('"iat" claim must be a number',"iat","invalid");if(o.nbf!==void 0){if(typeof o.nbf!="number")throw new qe('"nbf" claim must be a number',"\
nbf","invalid");if(o.nbf>h+d)throw new qe('"nbf" claim timestamp check failed',"nbf","check_failed")}if(o.exp!==void 0){if(typeof o.exp!="number")throw new qe('\
"exp" claim must be a number',"exp","invalid");if(o.exp<=h-d)throw new lo('"exp" claim timestamp check failed',"exp","check_failed")}if(c){let p=h-o.iat,m=typeof c==
"number"?c:yr(c);if(p-d>m)throw new lo('"iat" claim timestamp check failed (too far in the past)',"iat","check_failed");if(p<0-d)throw new qe('"iat" claim times\
tamp check failed (it should be in the past)',"iat","check_failed")}return o};async function Ot(e,t,n){var r;let o=await Ay(e,t,n);if(!((r=o.protectedHeader.crit)===null||r===void 0)&&r.includes("b64")&&o.protectedHeader.b64===!1)throw new _e(
"JWTs MUST NOT use unencoded payload");let s={payload:Ey(o.protectedHeader,o.payload,n),protectedHeader:o.protectedHeader};return typeof t=="function"?{...s,key:o.
key}:s}var Ps=class{constructor(t){if(!(t instanceof Uint8Array))throw new TypeError("payload must be an instance of Uint8Array");this._payload=t}setProtectedHeader(t){
if(this._protectedHeader)throw new TypeError("setProtectedHeader can only be called once");return this._protectedHeader=t,this}setUnprotectedHeader(t){if(this._unprotectedHeader)
throw new TypeError("setUnprotectedHeader can only be called once");return this._unprotectedHeader=t,this}async sign(t,n){if(!this._protectedHeader&&!this._unprotectedHeader)
throw new G("either setProtectedHeader or setUnprotectedHeader must be called before #sign()");if(!ws(this._protectedHeader,this._unprotectedHeader))throw new G(
"JWS Protected and JWS Unprotected Header Parameter names must be disjoint");let r={...this._protectedHeader,...this._unprotectedHeader},o=Os(G,new Map([["b64",
!0]]),n?.crit,this._protectedHeader,r),i=!0;if(o.has("b64")&&(i=this._protectedHeader.b64,typeof i!="boolean"))throw new G('The "b64" (base64url-encode payload)\
 Header Parameter must be a boolean');let{alg:s}=r;if(typeof s!="string"||!s)throw new G('JWS "alg" (Algorithm) Header Parameter missing or invalid');Ts(s,t,"si\
gn");let a=this._payload;i&&(a=Xe.encode(tn(a)));let u;this._protectedHeader?u=Xe.encode(tn(JSON.stringify(this._protectedHeader))):u=Xe.encode("");let c=dr(u,Xe.
encode("."),a),d=await Ms(s,t,c),f={signature:tn(d),payload:""};return i&&(f.payload=ve.decode(a)),this._unprotectedHeader&&(f.header=this._unprotectedHeader),this.
_protectedHeader&&(f.protected=ve.decode(u)),f}};var Ls=class{constructor(t){this._flattened=new Ps(t)}setProtectedHeader(t){return this._flattened.setProtectedHeader(t),this}async sign(t,n){let r=await this._flattened.
sign(t,n);if(r.payload===void 0)throw new TypeError("use the flattened module for creating JWS with b64: false");return`${r.protected}.${r.payload}.${r.signature}`}};var Is=class{constructor(t){if(!Te(t))throw new TypeError("JWT Claims Set MUST be an object");this._payload=t}setIssuer(t){return this._payload={...this._payload,
iss:t},this}setSubject(t){return this._payload={...this._payload,sub:t},this}setAudience(t){return this._payload={...this._payload,aud:t},this}setJti(t){return this.
_payload={...this._payload,jti:t},this}setNotBefore(t){return typeof t=="number"?this._payload={...this._payload,nbf:t}:this._payload={...this._payload,nbf:hr(new Date)+
yr(t)},this}setExpirationTime(t){return typeof t=="number"?this._payload={...this._payload,exp:t}:this._payload={...this._payload,exp:hr(new Date)+yr(t)},this}setIssuedAt(t){
return typeof t>"u"?this._payload={...this._payload,iat:hr(new Date)}:this._payload={...this._payload,iat:t},this}};var Tn=class extends Is{setProtectedHeader(t){return this._protectedHeader=t,this}async sign(t,n){var r;let o=new Ls(Xe.encode(JSON.stringify(this._payload)));if(o.
setProtectedHeader(this._protectedHeader),Array.isArray((r=this._protectedHeader)===null||r===void 0?void 0:r.crit)&&this._protectedHeader.crit.includes("b64")&&
this._protectedHeader.b64===!1)throw new _e("JWTs MUST NOT use unencoded payload");return o.sign(t,n)}};function s_(e){switch(typeof e=="string"&&e.slice(0,2)){case"RS":case"PS":return"RSA";case"ES":return"EC";case"Ed":return"OKP";default:throw new te('Unsupported\
 "alg" value for a JSON Web Key Set')}}function Sc(e){return e&&typeof e=="object"&&Array.isArray(e.keys)&&e.keys.every(a_)}function a_(e){return Te(e)}function u_(e){
return typeof structuredClone=="function"?structuredClone(e):JSON.parse(JSON.stringify(e))}var bo=class{constructor(t){if(this._cached=new WeakMap,!Sc(t))throw new kn(
"JSON Web Key Set malformed");this._jwks=u_(t)}async getKey(t,n){let{alg:r,kid:o}={...t,...n?.header},i=s_(r),s=this._jwks.keys.filter(c=>{let d=i===c.kty;if(d&&
typeof o=="string"&&(d=o===c.kid),d&&typeof c.alg=="string"&&(d=r===c.alg),d&&typeof c.use=="string"&&(d=c.use==="sig"),d&&Array.isArray(c.key_ops)&&(d=c.key_ops.
includes("verify")),d&&r==="EdDSA"&&(d=c.crv==="Ed25519"||c.crv==="Ed448"),d)switch(r){case"ES256":d=c.crv==="P-256";break;case"ES256K":d=c.crv==="secp256k1";break;case"\
ES384":d=c.crv==="P-384";break;case"ES512":d=c.crv==="P-521";break}return d}),{0:a,length:u}=s;if(u===0)throw new lr;if(u!==1){let c=new ps,{_cached:d}=this;throw c[Symbol.
asyncIterator]=async function*(){for(let f of s)try{yield await ky(d,f,r)}catch{continue}},c}return ky(this._cached,a,r)}};async function ky(e,t,n){let r=e.get(
t)||e.set(t,{}).get(t);if(r[n]===void 0){let o=await hc({...t,ext:!0},n);if(o instanceof Uint8Array||o.type!=="public")throw new kn("JSON Web Key Set members mu\
st be public keys");r[n]=o}return r[n]}function vc(e){let t=new bo(e);return async function(n,r){return t.getKey(n,r)}}var _y=M(require("http"),1),Ty=M(require("https"),1),xc=require("events");var c_=async(e,t,n)=>{let r;switch(e.protocol){case"https:":r=Ty.get;break;case"http:":r=_y.get;break;default:throw new TypeError("Unsupported URL protocol.")}let{
agent:o,headers:i}=n,s=r(e.href,{agent:o,timeout:t,headers:i}),[a]=await Promise.race([(0,xc.once)(s,"response"),(0,xc.once)(s,"timeout")]);if(!a)throw s.destroy(),
new ms;if(a.statusCode!==200)throw new ke("Expected 200 OK from the JSON Web Key Set HTTP response");let u=[];for await(let c of a)u.push(c);try{return JSON.parse(
ve.decode(dr(...u)))}catch{throw new ke("Failed to parse the JSON Web Key Set HTTP response as JSON")}},Oy=c_;function d_(){return typeof WebSocketPair<"u"||typeof navigator<"u"&&navigator.userAgent==="Cloudflare-Workers"||typeof EdgeRuntime<"u"&&EdgeRuntime==="vercel"}
var Ac=class extends bo{constructor(t,n){if(super({keys:[]}),this._jwks=void 0,!(t instanceof URL))throw new TypeError("url must be an instance of URL");this._url=
new URL(t.href),this._options={agent:n?.agent,headers:n?.headers},this._timeoutDuration=typeof n?.timeoutDuration=="number"?n?.timeoutDuration:5e3,this._cooldownDuration=
typeof n?.cooldownDuration=="number"?n?.cooldownDuration:3e4,this._cacheMaxAge=typeof n?.cacheMaxAge=="number"?n?.cacheMaxAge:6e5}coolingDown(){return typeof this.
_jwksTimestamp=="number"?Date.now()<this._jwksTimestamp+this._cooldownDuration:!1}fresh(){return typeof this._jwksTimestamp=="number"?Date.now()<this._jwksTimestamp+
this._cacheMaxAge:!1}async getKey(t,n){(!this._jwks||!this.fresh())&&await this.reload();try{return await super.getKey(t,n)}catch(r){if(r instanceof lr&&this.coolingDown()===
!1)return await this.reload(),super.getKey(t,n);throw r}}async reload(){this._pendingFetch&&d_()&&(this._pendingFetch=void 0),this._pendingFetch||(this._pendingFetch=
Oy(this._url,this._timeoutDuration,this._options).then(t=>{if(!Sc(t))throw new kn("JSON Web Key Set malformed");this._jwks={keys:t.keys},this._jwksTimestamp=Date.
now(),this._pendingFetch=void 0}).catch(t=>{throw this._pendingFetch=void 0,t})),await this._pendingFetch}};function Rc(e,t){let n=new Ac(e,t);return async function(r,o){
return n.getKey(r,o)}}var Cs={};Ha(Cs,{decode:()=>wo,encode:()=>l_});var l_=tn,wo=ht;function So(e){let t;if(typeof e=="string"){let n=e.split(".");(n.length===3||n.length===5)&&([t]=n)}else if(typeof e=="object"&&e)if("protected"in e)t=e.protected;else
throw new TypeError("Token does not contain a Protected Header");try{if(typeof t!="string"||!t)throw new Error;let n=JSON.parse(ve.decode(wo(t)));if(!Te(n))throw new Error;
return n}catch{throw new TypeError("Invalid Token or Protected Header formatting")}}function Ec(e){if(typeof e!="string")throw new _e("JWTs must use Compact JWS serialization, JWT must be a string");let{1:t,length:n}=e.split(".");if(n===5)throw new _e(
"Only JWTs using Compact JWS serialization can be decoded");if(n!==3)throw new _e("Invalid JWT");if(!t)throw new _e("JWTs must contain a payload");let r;try{r=wo(
t)}catch{throw new _e("Failed to base64url decode the payload")}let o;try{o=JSON.parse(ve.decode(r))}catch{throw new _e("Failed to parse the decoded payload as \
JSON")}if(!Te(o))throw new _e("Invalid JWT Claims Set");return o}var xe=[];for(let e=0;e<256;++e)xe.push((e+256).toString(16).slice(1));function Py(e,t=0){return(xe[e[t+0]]+xe[e[t+1]]+xe[e[t+2]]+xe[e[t+3]]+"-"+xe[e[t+4]]+xe[e[t+
5]]+"-"+xe[e[t+6]]+xe[e[t+7]]+"-"+xe[e[t+8]]+xe[e[t+9]]+"-"+xe[e[t+10]]+xe[e[t+11]]+xe[e[t+12]]+xe[e[t+13]]+xe[e[t+14]]+xe[e[t+15]]).toLowerCase()}var Ly=require("crypto"),Ns=new Uint8Array(256),Ds=Ns.length;function kc(){return Ds>Ns.length-16&&((0,Ly.randomFillSync)(Ns),Ds=0),Ns.slice(Ds,Ds+=16)}var Iy=require("crypto"),_c={randomUUID:Iy.randomUUID};function f_(e,t,n){if(_c.randomUUID&&!t&&!e)return _c.randomUUID();e=e||{};let r=e.random??e.rng?.()??kc();if(r.length<16)throw new Error("Random bytes length m\
ust be >= 16");if(r[6]=r[6]&15|64,r[8]=r[8]&63|128,t){if(n=n||0,n<0||n+16>t.length)throw new RangeError(`UUID byte range ${n}:${n+15} is out of buffer bounds`);
for(let o=0;o<16;++o)t[n+o]=r[o];return t}return Py(r)}var Tc=f_;var Cy=async({payload:e,domain:t,clientId:n,clientAssertionSigningKey:r,clientAssertionSigningAlg:o,clientSecret:i,useMTLS:s})=>{let a=e.client_id||n;if(r&&!e.client_assertion){
let u=o||"RS256",c=await mc(r,u);e.client_assertion=await new Tn({}).setProtectedHeader({alg:u}).setIssuedAt().setSubject(a).setJti(Tc()).setIssuer(a).setAudience(
`https://${t}/`).setExpirationTime("2mins").sign(c),e.client_assertion_type="urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}else i&&!e.client_secret&&(e.
client_secret=i);if((!e.client_secret||e.client_secret.trim().length===0)&&(!e.client_assertion||e.client_assertion.trim().length===0)&&!s)throw new Error("The \
client_secret or client_assertion field is required, or it should be mTLS request.");return e};var Dy="4.37.1";function p_(){var e;return typeof process<"u"&&(!((e=process.versions)===null||e===void 0)&&e.node)?"node":typeof navigator<"u"&&navigator.userAgent==="Cloudfla\
re-Workers"?"cloudflare-workers":typeof Deno<"u"?"deno":"unknown"}var Ny=()=>{var e,t;let n=p_();return{name:"node-auth0",version:Dy,env:{[n]:(t=(e=process.version)===
null||e===void 0?void 0:e.replace("v",""))!==null&&t!==void 0?t:"unknown"}}},Fy="mtls";var Fs=class{constructor(t){this.clientInfo=t.clientInfo||Ny()}async pre(t){return typeof this.clientInfo.name=="string"&&this.clientInfo.name.length>0&&(t.init.
headers={...t.init.headers,"Auth0-Client":Cs.encode(JSON.stringify(this.clientInfo))}),{url:t.url,init:t.init}}};var gr=class extends Error{constructor(t,n,r,o,i){super(n||t),this.error=t,this.error_description=n,this.statusCode=r,this.body=o,this.headers=i,this.name="Auth\
ApiError"}};function m_(e){let t=JSON.parse(e),n;return t.error?n=t:n={error:t.code,error_description:t.description},n}async function h_(e){let t=await e.text();
try{let n=m_(t);return new gr(n.error,n.error_description,e.status,t,e.headers)}catch{return new ss(e.status,t,e.headers,"Response returned an error code")}}var Qe=class extends ls{constructor(t){
super({...t,baseUrl:`https://${t.domain}`,middleware:t.telemetry!==!1?[new Fs(t)]:[],parseError:h_,retry:{enabled:!1,...t.retry}}),this.domain=t.domain,this.clientId=
t.clientId,this.clientSecret=t.clientSecret,this.clientAssertionSigningKey=t.clientAssertionSigningKey,this.clientAssertionSigningAlg=t.clientAssertionSigningAlg,
this.useMTLS=t.useMTLS}async addClientAuthentication(t){return Cy({payload:t,domain:this.domain,clientId:this.clientId,clientSecret:this.clientSecret,clientAssertionSigningKey:this.
clientAssertionSigningKey,clientAssertionSigningAlg:this.clientAssertionSigningAlg,useMTLS:this.useMTLS})}};async function Mt(e,t,{idTokenValidateOptions:n,initOverrides:r}={},o,i,s){
let a=await s({path:"/oauth/token",method:"POST",headers:{"Content-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams({client_id:o,...t,grant_type:e})},
r),u=await $e.fromResponse(a);return u.data.id_token&&await i.validate(u.data.id_token,n),u}var y_=(e,t)=>{let r={format:"iss_sub",iss:`https://${t.endsWith("/")?t.slice(0,-1):t}/`,sub:`${e}`};return JSON.stringify(r)},g_="urn:openid:params:grant-type:\
ciba",b_="/bc-authorize",w_="/oauth/token",Bs=class extends Qe{async authorize({userId:t,...n}){let r={...n,login_hint:y_(t,this.domain),client_id:this.clientId},
o=n.requested_expiry||n.request_expiry;o&&(r.requested_expiry=o),await this.addClientAuthentication(r);let i=await this.request.bind(this)({path:b_,method:"POST",
headers:{"Content-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams(r)},{});return(await $e.fromResponse(i)).data}async backchannelGrant({auth_req_id:t}){
let n={client_id:this.clientId,auth_req_id:t,grant_type:g_};await this.addClientAuthentication(n);let r=await this.request.bind(this)({path:w_,method:"POST",headers:{
"Content-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams(n)},{});return(await $e.fromResponse(r)).data}};var Hs=class extends Qe{async signUp(t,n){Se(t,["email","password","connection"]);let r=await this.request({path:"/dbconnections/signup",method:"POST",headers:{
"Content-Type":"application/json"},body:{client_id:this.clientId,...t}},n),o=await $e.fromResponse(r);if(o.data){let i=o.data;!i.id&&(i._id||i.user_id)&&(i.id=i.
_id||i.user_id)}return o}async changePassword(t,n){Se(t,["email","connection"]);let r=await this.request({path:"/dbconnections/change_password",method:"POST",headers:{
"Content-Type":"application/json"},body:{client_id:this.clientId,...t}},n);return ds.fromResponse(r)}};var S_=60,Ae=class extends Error{},br=class{constructor({domain:t,clientId:n,clientSecret:r,agent:o,headers:i,timeoutDuration:s,idTokenSigningAlg:a="RS256",clockTolerance:u=S_}){
this.jwks=Rc(new URL(`https://${t}/.well-known/jwks.json`),{timeoutDuration:s,agent:o,headers:i}),this.alg=a,this.audience=n,this.secret=new TextEncoder().encode(
r),this.issuer=`https://${t}/`,this.clockTolerance=u}async validate(t,{nonce:n,maxAge:r,organization:o}={}){let i=this.alg==="HS256"?this.secret:this.jwks,s=So(
t),a=Ec(t);if(s.alg!=="RS256"&&s.alg!=="HS256")throw new Error(`Signature algorithm of "${s.alg}" is not supported. Expected the ID token to be signed with "RS2\
56" or "HS256".`);if(!a.iss||typeof a.iss!="string")throw new Ae("Issuer (iss) claim must be a string present in the ID token");if(a.iss!==this.issuer)throw new Ae(
`Issuer (iss) claim mismatch in the ID token; expected "${this.issuer}", found "${a.iss}"`);if(!a.sub||typeof a.sub!="string")throw new Ae("Subject (sub) claim \
must be a string present in the ID token");if(!a.aud||!(typeof a.aud=="string"||Array.isArray(a.aud)))throw new Ae("Audience (aud) claim must be a string or arr\
ay of strings present in the ID token");if(Array.isArray(a.aud)&&!a.aud.includes(this.audience))throw new Ae(`Audience (aud) claim mismatch in the ID token; exp\
ected "${this.audience}" but was not one of "${a.aud.join(", ")}"`);if(typeof a.aud=="string"&&a.aud!==this.audience)throw new Ae(`Audience (aud) claim mismatch\
 in the ID token; expected "${this.audience}" but found "${a.aud}"`);if(o){if(o.indexOf("org_")===0){if(!a.org_id||typeof a.org_id!="string")throw new Error("Or\
ganization Id (org_id) claim must be a string present in the ID token")}else if(!a.org_name||typeof a.org_name!="string")throw new Error("Organization Name (org\
_name) claim must be a string present in the ID token")}let u=Math.floor(Date.now()/1e3);if(!a.exp||typeof a.exp!="number")throw new Ae("Expiration Time (exp) c\
laim must be a number present in the ID token");let c=a.exp+this.clockTolerance;if(u>c)throw new Ae(`Expiration Time (exp) claim error in the ID token; current \
time (${u}) is after expiration time (${c})`);if(!a.iat||typeof a.iat!="number")throw new Ae("Issued At (iat) claim must be a number present in the ID token");if(n||
a.nonce){if(!a.nonce||typeof a.nonce!="string")throw new Ae("Nonce (nonce) claim must be a string present in the ID token");if(a.nonce!==n)throw new Ae(`Nonce (\
nonce) claim mismatch in the ID token; expected "${n}", found "${a.nonce}"`)}if(Array.isArray(a.aud)&&a.aud.length>1){if(!a.azp||typeof a.azp!="string")throw new Ae(
"Authorized Party (azp) claim must be a string present in the ID token when Audience (aud) claim has multiple values");if(a.azp!==this.audience)throw new Ae(`Au\
thorized Party (azp) claim mismatch in the ID token; expected "${this.audience}", found "${a.azp}"`)}if(r){if(!a.auth_time||typeof a.auth_time!="number")throw new Ae(
"Authentication Time (auth_time) claim must be a number present in the ID token when Max Age (max_age) is specified");let d=a.auth_time+r+this.clockTolerance;if(u>
d)throw new Ae(`Authentication Time (auth_time) claim in the ID token indicates that too much time has passed since the last end-user authentication. Currrent t\
ime (${u}) is after last auth at ${d}`)}await Ot(t,i,{issuer:this.issuer,audience:this.audience,clockTolerance:this.clockTolerance,maxTokenAge:r,algorithms:["HS\
256","RS256"]})}};var Oc;(function(e){e.REFRESH_TOKEN="urn:ietf:params:oauth:token-type:refresh_token",e.ACCESS_TOKEN="urn:ietf:params:oauth:token-type:access_token"})(Oc||(Oc={}));
var v_="urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token";var x_="http://auth0.com/oauth/token-type/federated-connection-access-token",A_="/oauth/token",Us=class extends Qe{constructor(t){super({...t,domain:t.useMTLS?`${Fy}\
.${t.domain}`:t.domain}),this.idTokenValidator=new br(t)}async authorizationCodeGrant(t,n={}){return Se(t,["code"]),Mt("authorization_code",await this.addClientAuthentication(
t),n,this.clientId,this.idTokenValidator,this.request.bind(this))}async authorizationCodeGrantWithPKCE(t,n={}){return Se(t,["code","code_verifier"]),Mt("authori\
zation_code",await this.addClientAuthentication(t),n,this.clientId,this.idTokenValidator,this.request.bind(this))}async clientCredentialsGrant(t,n={}){return Se(
t,["audience"]),Mt("client_credentials",await this.addClientAuthentication(t),n,this.clientId,this.idTokenValidator,this.request.bind(this))}async pushedAuthorization(t,n={}){
Se(t,["client_id","response_type","redirect_uri"]);let r=await this.addClientAuthentication(t),o=await this.request({path:"/oauth/par",method:"POST",headers:{"C\
ontent-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams({client_id:this.clientId,...r})},n.initOverrides);return $e.fromResponse(o)}async passwordGrant(t,n={}){
return Se(t,["username","password"]),Mt(t.realm?"http://auth0.com/oauth/grant-type/password-realm":"password",await this.addClientAuthentication(t),n,this.clientId,
this.idTokenValidator,this.request.bind(this))}async refreshTokenGrant(t,n={}){return Se(t,["refresh_token"]),Mt("refresh_token",await this.addClientAuthentication(
t),n,this.clientId,this.idTokenValidator,this.request.bind(this))}async revokeRefreshToken(t,n={}){Se(t,["token"]);let r=await this.request({path:"/oauth/revoke",
method:"POST",headers:{"Content-Type":"application/json"},body:await this.addClientAuthentication({client_id:this.clientId,...t})},n.initOverrides);return En.fromResponse(
r)}async tokenForConnection(t,n={}){Se(t,["connection","subject_token"]);let r={subject_token_type:Oc.REFRESH_TOKEN,...t,grant_type:v_,requested_token_type:x_};
await this.addClientAuthentication(r);let o=await this.request({path:A_,method:"POST",headers:{"Content-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams(
r)},n.initOverrides);return $e.fromResponse(o)}};var $s=class extends Qe{constructor(t){super(t),this.idTokenValidator=new br(t)}async sendEmail(t,n){Se(t,["email"]);let r=await this.request({path:"/passwordle\
ss/start",method:"POST",headers:{"Content-Type":"application/json"},body:await this.addClientAuthentication({client_id:this.clientId,connection:"email",...t})},
n);return En.fromResponse(r)}async sendSMS(t,n){Se(t,["phone_number"]);let r=await this.request({path:"/passwordless/start",method:"POST",headers:{"Content-Type":"\
application/json"},body:await this.addClientAuthentication({client_id:this.clientId,connection:"sms",...t})},n);return En.fromResponse(r)}async loginWithEmail(t,n={}){
Se(t,["email","code"]);let{email:r,code:o,...i}=t;return Mt("http://auth0.com/oauth/grant-type/passwordless/otp",await this.addClientAuthentication({username:r,
otp:o,realm:"email",...i}),n,this.clientId,this.idTokenValidator,this.request.bind(this))}async loginWithSMS(t,n={}){Se(t,["phone_number","code"]);let{phone_number:r,
code:o,...i}=t;return Mt("http://auth0.com/oauth/grant-type/passwordless/otp",await this.addClientAuthentication({username:r,otp:o,realm:"sms",...i}),n,this.clientId,
this.idTokenValidator,this.request.bind(this))}};var R_="urn:ietf:params:oauth:grant-type:token-exchange",E_="/oauth/token",Ks=class extends Qe{async exchangeToken(t){let n={...t,grant_type:R_,client_id:this.clientId};
await this.addClientAuthentication(n);let r=await this.request({path:E_,method:"POST",headers:{"Content-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams(
n)},{});return(await $e.fromResponse(r)).data}};var Ws=class{constructor(t){this.database=new Hs(t),this.oauth=new Us(t),this.passwordless=new $s(t),this.backchannel=new Bs(t),this.tokenExchange=new Ks(t)}};function Hy(e,t){let{statusCode:n,error:r}=e,o=`${t} answered ${n}${r===""?"":` ${r}`} to the request for a token`;return n===429?{status:"retry",reason:`${o}: \
too many token requests`,isRateLimited:!0,...By(e.waitMs)}:n===408||n>=500?{status:"retry",reason:o,...By(e.waitMs)}:{status:"misconfigured",problem:`${o}. ${k_(
n,r)}`}}function k_(e,t){return e===403||t==="unauthorized_client"?'The application may not use the Management API: authorise it for "Auth0 Management API" with\
 the scope read:logs, and allow it the grant type "Client Credentials".':e===401||t==="invalid_client"?"AUTH0_CLIENT_ID or AUTH0_CLIENT_SECRET is wrong, or the \
secret was rotated: enter the present ones.":"AUTH0_DOMAIN must be the tenant's own domain, such as example.eu.auth0.com, not a custom domain."}function By(e){return e===
void 0?{}:{waitMs:e}}var __=1e6,T_="auth0";function Uy(e,t,n,r){return Qo(T_,o=>O_(e,t,r,o),n,r)}async function O_(e,t,n,r){let{domain:o,origin:i,clientId:s,clientSecret:a}=e,u,c,d=new Ws(
{domain:o,clientId:s,clientSecret:a,telemetry:!1,timeoutDuration:r,fetch:async(f,h)=>{let p=await t.send({method:"POST",url:`${i}${new URL(String(f)).pathname}`,
headers:{"content-type":"application/x-www-form-urlencoded"},body:String(h?.body),timeoutMs:r,maxResponseBytes:__});if(p.status==="failed")throw u=p,new Error(p.
reason);return c=p,new Ue(p.body,{status:p.statusCode})}});try{let{data:f}=await d.oauth.clientCredentialsGrant({audience:`https://${o}/api/v2/`}),h=Zo(f,n.now());
return h!==void 0?{status:"granted",token:h}:{status:"retry",reason:`${o} answered a token request without a token`}}catch(f){if(u!==void 0)return{status:"retry",
reason:u.reason};if(c===void 0||c.statusCode<400)return{status:"retry",reason:`${o} answered a token request with something else`};let h=ct(c,n.now()),p=f instanceof
gr?M_(f.error):"";return Hy({statusCode:c.statusCode,error:p,waitMs:h},o)}}function M_(e){return typeof e=="string"&&/^[a-z_]{1,40}$/.test(e)?e:""}var P_={status:"retry",reason:"Auth0 did not answer in time"},L_=H.length;function $y(e,t,n){let r=new Map,o=new Set;function i(u,c,d){let f=m=>{p.head=m,s(p,c,
d)},h=e.read(u,c,d,f),p={url:u,outcome:h,mayReadOn:!1};return p}function s(u,c,d){let{url:f,head:h,mayReadOn:p}=u;if(!p||h===void 0||h.statusCode!==200||rs(h,n.
now())!==void 0)return;let m=a(h);if(!(m===void 0||m===f||r.has(m))){r.set(m,i(m,c,d));for(let b of[...r.keys()].slice(0,-L_))r.delete(b)}}function a(u){return nc(
u.header("link"),t,100)?.href}return{...e,async read(u,c,d){let f=r.get(u)??i(u,c,d);r.delete(u),f.mayReadOn=o.delete(u),s(f,c,d);let h=n.now()+d,p=await Ut(f.outcome,
h,()=>P_,n);if(p.status==="logs"&&p.logs.length>=100){let m=a(f.head??p.answer);m!==void 0&&o.add(m)}return p}}}var Ky=M(rt());var I_=10,C_=4e6,D_={status:"retry",reason:"Auth0 did not answer in time to a request that another destination waits for, too"};function Wy(e,t,n){let r=[];function o(u){
r=r.filter(c=>c!==u)}function i(){let u=r.filter(({page:f})=>f!==void 0).sort(N_),c=u.map(({page:f})=>f?.answerLength??0),d=f=>u.length-f>I_||(0,Ky.default)(c.slice(
f))>C_;u.filter((f,h)=>d(h)).forEach(o)}function s(u,c,d){let f=d.then(p=>p.status!=="page"||!p.page.isFull?(o(h),p):(h.page=B_(p.page,r),h.cameAtMs=n.now(),i(),
{status:"page",page:h.page})),h={after:u,...c&&{first:c},outcome:f,readers:1};return r=[...r,h],f}async function a(u,c,d){u.readers+=1,u.readers>=t&&o(u);let f=n.
now()+d,h=await Ut(u.outcome,f,()=>D_,n);if(h.status!=="page")return h;let p=n.now()-(u.cameAtMs??n.now());return{status:"page",page:U_(H_(h.page,c),p)}}return{
...e,fetchPage(u,c){let d=r.find(f=>f.after===u||F_(f,u));return d!==void 0?a(d,u,c):s(u,void 0,e.fetchPage(u,c))},fetchFirstPage(u,c,d){let f=r.find(p=>p.after===
u&&p.first!==void 0&&p.first.confirmedAtMs===c);if(f!==void 0)return a(f,u,d);let h=e.fetchFirstPage(u,c,d);return s(u,{confirmedAtMs:c},h)}}}function N_(e,t){return je(
e.after,t.after)?-1:je(t.after,e.after)?1:0}function F_({page:e},t){return e===void 0||e.continuesAfter===t?!1:e.logs.slice(0,-1).some(({log_id:n})=>n===t)}function B_(e,t){
let n=new Set(t.map(({after:i})=>i)),r=e.logs.slice(0,-1).findIndex(({log_id:i})=>n.has(i)),o=e.logs[r];return o===void 0?e:{...e,logs:e.logs.slice(0,r+1),continuesAfter:o.
log_id}}function H_(e,t){let n=e.logs.findIndex(({log_id:r})=>r===t);return n===-1?e:{...e,logs:e.logs.slice(n+1),warnings:[]}}function U_(e,t){let{pauseMs:n,...r}=e;
return n===void 0||n<=t?r:{...r,pauseMs:n-t}}var Gs=require("node:timers/promises");function vo(){let e=Date.now()-performance.now();return{now:()=>Math.round(e+performance.now()),async sleep(t,n){await(0,Gs.setTimeout)(
Math.max(0,t),void 0,n===void 0?{}:{signal:n}).catch(()=>{})},turn:()=>(0,Gs.setImmediate)()}}function Gy(e){return{restore(t){for(let n of e)n.restore(t)},sealed:()=>Object.assign({},...e.map(t=>t.sealed()))}}function $_(e,t,n=Pc(e,t)){let{auth0:r,startFrom:o,maxRunMs:i}=e,{clock:s}=t,{tokens:a,logs:u}=Mc(e,t),c=Gh(r.origin,$y(u,r.origin,s),s);return{...t,...K_(n.length,
c,s),destinations:n.map(({destination:d})=>d),tokens:Gy([a,...n.flatMap(d=>d.tokens??[])]),vault:zi(ar(r.clientSecret,"dead letter")),startAfter:d=>ur(o,d),maxRunMs:i}}
function K_(e,t,n){return e<2?{source:t,toRecord:ji}:{source:Wy(t,e,n),toRecord:gm(ji)}}function Mc({auth0:e},{http:t,clock:n}){let r=ar(e.clientSecret,"auth0 t\
oken"),o=Uy(e,t,r,n);return{tokens:o,logs:ty(e.domain,t,o,n)}}function Pc(e,t){let{destinations:n,maxBatchRecords:r}=e;return n.map(o=>W_(o,r,t))}function W_(e,t,{
http:n,clock:r}){switch(e.kind){case"data-collector":return{destination:xl(e,t,n,r),rows:Al(e,n,r)};case"logs-ingestion":{let{application:o}=e,i=ar(o.clientSecret,
Ml(o)),s=Ol(o,n,i,r);return{destination:Nl(e,t,n,s,r),rows:Fl(e,n,s,r),tokens:s}}}}var Vy=Math.random;function Vs(e,t,n){return qy(e,t,n,zf)}function jy(e,t,n,r){
return qy(e,t,n,o=>Xf(o,r))}function qy(e,t,n,r){return Lc(async o=>{let i=Pc(e,o),s=r($_(e,o,i)),a=await Lu({...o,...e,store:t},n,s);if(a.status!=="ran"||!e.tellsHealth)
return a;let u=a.report.startedAtMs+e.maxRunMs,c=zy(i),d=Yy(e);return{...a,healthProblems:await Cp(a,c,d,u,o.clock)}})}function zy(e){return e.map(({destination:{
kind:t},rows:n})=>({...n,destination:t}))}function Yy({auth0:e}){return{version:qd,auth0Domain:e.domain}}var G_={minIntervalMs:3e4,maxRunMs:2e4};function js(e,t,n){
let r=vo();return Lu({store:t,clock:r,random:Vy,...G_},n,{prepare:o=>o,perform:async()=>({outcome:"misconfigured",problems:e.map(An),...Zn})})}function Jy(e,t,n){
return Lc(r=>{let{tokens:o,logs:i}=Mc(e,r);return o.restore(t),ic(e.auth0.origin,i).oldest(n)})}function V_(e,t){let{domain:n,origin:r}=e.auth0,{tokens:o,logs:i}=Mc(
e,t),s=Pc(e,t);return{domain:n,tokens:o,probe:ic(r,i),destinations:s.map(({destination:a})=>a),healthSenders:e.tellsHealth?zy(s):[],exporter:Yy(e),toRecord:ji,clock:t.
clock}}var j_=15e3;function Xy(e){return Lc(t=>{let n=V_(e,t);return tl(n,t.clock.now()+j_)})}async function Lc(e){let t=Li();try{return await e({http:t,clock:vo(),
random:Vy})}finally{t.close()}}var Zy=require("node:zlib"),Qy=(0,Zy.inflateRawSync)(Buffer.from("pVhdb6s8Er7fX4G0Wqk5AjbksyV6j1ban7CXR70w2ARvCWZt0yRvxH/fGWPAEDit9PaiLeOvmWdmnhk7lkLoRyoKIQOV5u\
zC4oKfc+1RIj9OQXCWoi5p7P0922WH7BUkKZHm2/zANy8/4DMiUbY5wGdGeKlBsD8c1sc1CApeMvimr5QxnEDSlJkZa7LPkh1IRDkI+23PQuAx0fHwuiX2e9CGbbMdewNxUqu7uxd+O9N2jGW4+kpkycsziI50x9\
aolxU5FmZZRFHDhOAn2W7WEa6FT2cSZUe2b/51YZSTl0qyjEkVjPBD5FaPFlgHwGgTHaJkALBHrAWQvbI0ixwAyZawhA4Abjdbstu7AB53CVg9AXCdRFF0HAA8pvTwhpPGAEbH7TpCnC2Ar4eEZrhsDGC037xtcd\
oAYLZN1wcH02Hy9rB5W5s9DYBZ9rZ/TacAbikY/to0P/wfccIyIRn8QzLN5CMRt0DxP/GYREjKZACSJhH0/rgQeeZlvD4lJP2we30S+dLhuzoZF1gZILo6ZQLwiA7V7Z9RuPfUXWl2CWruK1KqQDHJMzMlgCWcwN\
+yvoAwjTVJ6oJI/FYNaVPD7tuCvGriTKS1Cj654knBHqLWxkfb6uYpUXDqjaaf7HggskwxHW+q28naJwnltYp31a25gNvbffv9SlGyJlQfvHpUQnHNRRmTBE6oNTsVLNNx8Pb2BmvNHLvYyF/hCC0q8/cJMYy/1a\
kilCLSMMWLUKU/ATbKbnHUhLD0QbmqCnKPs4LdTvgruEpSxfjrRIAiyoADoCpGE5k8nWEMsPY2a9iq2zuCD28D1i0p0btZa3GJowl+CMKqCRNJSjpEgHHalSFJxYf9ugkzXoAG6rcaW/VO3S7e2osQ9W6xRx6d0n\
sExOhslJvXauJA44YlI58iU7ObDihLhSTGp62fe01+YUAGaS0lQPsOWWFOmonD0c6dbATPGuABZ3ol+fwSHjQZxTYAcI2DCvoW3TkxHAPsm/b1e8a5+MRsX8hkZ+YUiekKh6vGYODADBSYsFrIMRQLwWxywt3T8L\
LdFFiKxSZI0JSsENcWTFLerzmTzGRzH7IeqbWA0APEOdV5HEWvbpZgypgs8faAcpNHj+GMDQatIY+8tSMKN/suijF1IY7Noo2zKEKv2DlbMAMnwRlNNWgEEhiAoEOj/DCH3yOmmzW2CTGg/VDzgvkh2ML8jJ9rYH\
Cog6O9UeueBNAyI/ktCXwrz1qlcdnPuCBKB2nOi44bOhoBR+MMDzCxA0iFIC2JlOIKws4RuwP6wU7ipSFd9BVMFZqnbBwoJirQ527EJEQxXDeYi4Abc6eAzJnSnuONPGOQ7gaezURLsJZDb6EhsWILF4oArqekGq\
o+UinkxWRdmyq/Ta0mtKV+stRKZ1aPWwM8mEz1BcncsX2r0C46Dz5o/RMkhUg/BrQBbEO9c3Q8jStLJP/GOB+lNurlW73ayB+FPtT1KZecrjn4P1AVSbFOY/I3mnpW5RFlayhfMA9PbsKckULnPatippqSaUYoGu\
gmP0bn9OAxGWz3TYgx/RW5G+qeYbpJjAL3Qm4PpfQsOT3hrwAWgQRMBqPqS6liySpG9AumS5Bx7V94CYn1Eh3hJD/KJEDY0+jsKU4446dHv8VA7VSnHVgg4G5iXOocGq9A3yv2Eq2mLPk1unP7bFbfUDWpgY1KH3\
IO/86HselReQkac/2kSxckx55QgKWsbrv5UrxApV1v8JRuc41Ef5kAcS0VyCsB9kGwzNb11rzwfzVnUEjcL7deO0kw17V0u1BSnudag5YsnhshI3cFpqLY3X4B5AT6c/r+EJCnXN/j8LDvjZLiLJlSfVfgWUc9Z7\
YLPNbT3jPY8JsAn7i+IAkreo8Prna9OyF8syRMc4Flx527g7nPZWiazn0ZcraFgGgyzgoKlw5LSZAvne4jDVqt2ZlBo70UhqMFmMW8rGr9CxPiD4yMd98RVESpKxz5brbrQ9z2P+v1P5x26GB4bozWKPaHIt13Lk\
uRblNxJjO+15tDqYO25tGTys30AwMGDdwOgbocO4aoLEilWNz948YEXCkanfuaPkwKGcfFeFE7wTlQ50lhZdCojC9mwz3k95ckLZ1G4eePrgL1HRHUnCXGsq7eg6snve1cjcPbuNfvNqIus3CBzKChqS8JpLYDgM\
TBuUPCTBSUUQ/wela6CTn1UwFOai/4kIPmgl/z4CJKYTby+/+WygPWak7nSdlp1Pfs0u8Q55xSVrYs2AtZUfBKcTVnB3bFIyUXtXQXwyqj7KLq/AIBOINaRc5O6R64AkvHc+kHajinpEIid5tPnPzku6oQ+q80Bf\
DnZYcly8eUWTntgW0I1Od5QpdOhlnmbRtzVAXOvekH3JeLxQJsmmszl9y4eigtxQebxJEZRjvGw/bVwYwmRPrtf1RAdVM5VDD34K589bOxIrkTsEDZ0ba5wyGsm6fRmV3BbYU2+jamtQvaQ78uAbajm4uMfhsP5O\
BuKGftEVuI72lGwmtSaya+BRhVrS/MZanrjbBnpQXcH9PvRUbXHiLX+5hhKTgLbfYgGEavR3gphU3n+8F+8BsdIDz4VfAexoEWlb4X7XvaQv3DIGzfdL1K4mW4e4Twu/bAH/dz9s7cWW5aoe5V2CltGPSrR/uOYU\
r8H/9hWsP56t2LuXox5cQ3rOpr6ZsisZqkwkzpHjtZXkixhML80RpvG2PlFybK4a6CzxRO7f3i1Q7wAz/DK4hd392v2za+e4lx0vy/tdI8u3eBERvrgoTpK2Pl8IxlLjfQ7nC4QuMywyJLL1bmcdShjIEgoLFoQm\
HojwytmkGirdSjMoxhieK8K2PPDhiyYT4BujDHB8tpCHcPNN2zg7GRcslS02e3W5jV2NM1qr7Ayvtj3J7bdxHKNOGF+iUqVr7/7KaOX0jMYX/7Pw==","base64")).toString();var eg=require("node:zlib"),tg=(0,eg.inflateRawSync)(Buffer.from("lVZdb9s2FH3fr2CIwSALRknb7cWqEgRtig5I0gFOHzbPQ2np2iImkR5J2TUc/fddUrLlZCmyvfiDup/nnnso2jggzluVe5\
oyxrOL3Vpass00bMgv2lfJB+nhXtXw0dhaerY2qiDnYlfg8cRvKxjTGgrV1FR4tHp81HKxfjHSs273L7qVprFj+ua0UEvlqaiVbjyG2B9gjNWLMWqjfTmmrjQWQxRyO6a6qQHRQP900ejcK6PJnHm+s+Abq4lPvA\
nRJoiZXiJgWcwSjhh/8qw9RJg8irAE/wmrd9H7fDSKJ7exgf5s8LTBc2Esq8ATIGaB/n83YLcTqCD3xl5VFaPTMI4A5IxyvgumeigLQvgrj0XNMQOje1vKLy8p5WnDQGgxZ5pfrsdbrPq/ZJOn/yNdZ/w43yTkW4\
3veTs02zAv8Bnf3TX1HGyi3J286wKG6THOHx4YTgC++fc4OtA+0wmWG2YKnLeBuh+yt/BWXGWvf8avm+wN/DQM0h2NIdR7K1dsmiTJ95us1BpOV9J67HSW1GgP2cX02RYPpl2fAmZ9RUXEZp/LscLkSDLt+4Bsik\
3PcPPCd6K0Bvvp/vYGvYfCrx/xJ8fepdJDpESi2RquK4hxHx6eNIQVAnpUbmpWoLGVE2RtU1UD8rchQRx6dlSg0NnJedrzYWqEmiEjAoidrcwiEMxwUWVqKD1VCyaRxt2aPTwUvRUeVTwUj1SHYHTNJIbCJK/T/X\
FbJC4Yi4qnIccmC6CpJC9VVdyZAlyH2jK7OHSv6hUucHjIluLkHIGTiYVVJXN4H9wsaIZBNlxYTNjuCTB0/+0RvL0rO3vngixN/7yYvbpIXl2+++MsHlycOYE8HtzzAbxDTU/wP2KT89I3DoeQQj+G0QiOOY2nfj\
RC2h/z3PNWuq3OySHrHeM7b7cxsc+u5gjBRC21rJKwbKbx7IYLyORGKk8W4POSVSaXwTcpLSzELpd5iZKpDdZkLFDhov/Yo/jhdACRKJTFDqDgHTrUrMHS8PAEEvPX/nSB3IKCxoHp7BvrcnYN4NKmPbS3LIrE59\
tfpXVgUS9xXRx8tKbuJVMLGnzOSl9XKC2XdGHBlXRMQ0A0oC02kJf9rPZ527hmdbaL1uOvX1ZB4hyZb4nyDqpFQoJ8OCItEKXJj7vnLgWO7TpTraH4vAogoRRHJH83GtqUrIzSSHlP8C/BlSBf7t8nX0Vf2Jjelx\
CiuyAsLsXEJDxypEFeV2RrGlKBXAPZlBgj/A3FSJ9Q0XURIxBsHrQL4y0MFqwNptRuAzZk9mhQm0CvdAjjAA/llsxRrqsCw4URjelvfQZtSGX0EgOE4UKB/Y+JhcrIIsZbySUQb+LTgI1corIktB20Z4E86ziGa/\
qEgyjJOySDxx3fE3+tnJqrSvntBIkeKE7jUYX6340t0sT0xEQWpzmrp2bGhc8MSkTHsWG7dJ/fvLBcjS7Anm7kdtC3FKUkTDgsQ3y3iXd0iXKgeSvM5YfxFW8xexKJg3LHuBg0tSiu1/jjRjmcCdK16yO2lpcSMa\
ViH7Q9UoMyqMFz7q6Z1+FVBW+Q/s7EDZEWtTEuFAv4ozjoHFBlg44GYg6arpPQJnaUzBu3PcjrHtT9rS3Dra2fudDwqvJG41Y9BUUmhXISB1Sg2uPqd2CHTTlUM4mlx34uIeka8UizCLI5yBgzT+7m44q7wGqYYm\
4BCdI3yOgKFVEF8T+6WK1B2gjaSSblAu+BSjp8K6ghoyUuJMWj76cUOpErvPEKpnBE4t8jCezHt79NNxRIVmBdeFiMRget7JYlztgOV2NaHv0+tDQ3xfZQQVB7hKYb02iEe5S2HD9++Ac=","base64")).toString();var ng={script:tg,style:Qy};async function rg(e,t){t.statusCode=e.status;for(let[r,o]of e.headers)r!=="set-cookie"&&t.setHeader(r,o);let n=e.headers.getSetCookie();n.length>0&&t.setHeader(
"set-cookie",n),t.end(Buffer.from(await e.arrayBuffer()))}function Ic(e=0,t=0,n=0){let r=new Date(Date.UTC(e,t-1,n));return r.getUTCFullYear()===e&&r.getUTCMonth()===t-1&&n>=1}var q_=/^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$/;
function og(e){let t=q_.exec(e);if(t===null)return;let[n=0,r=0,o=0,i=0,s=0,a=0]=t.slice(1,7).map(f=>Number(f??0)),u=z_(t[8]);if(!(Ic(n,r,o)&&i<24&&s<60&&a<60)||
u===void 0)return;let d=Number((t[7]??"").padEnd(3,"0").slice(0,3));return Date.UTC(n,r-1,o,i,s,a,d)-u}function z_(e="Z"){if(e==="Z")return 0;let[t=0,n=0]=e.slice(
1).split(":").map(Number),r=t*60+n;if(!(n>59||r>840))return(e.startsWith("-")?-r:r)*6e4}function Cc(e,t){return{type:"text",expected:e,read:r=>t.test(r)?U(r):P()}}function Dc(e,t,n){let r=i=>{if(!/^(?:0|[1-9][0-9]{0,8})$/.test(i))return P();let s=Number(
i);return s>=t&&s<=n?U(s):P()},o=`a whole number of ${e} from ${t} to ${n}`;return{type:"number",unit:e,expected:o,read:r}}function Nc(e,t){let n=Dc("seconds",e,
t);return{...n,read:o=>{let i=n.read(o);return i.ok?U(i.value*1e3):i}}}function xo(e){let t=r=>{let o=e.find(i=>i.value===r);return o===void 0?P():U(o.value)};return{
type:"select",expected:`one of ${e.map(r=>r.value).join(", ")}`,options:e,read:t}}var Fc=Cc("at most 512 visible ASCII characters without a space",/^[\x21-\x7e]{1,512}$/),
Ao={...Fc,type:"password"},sg={type:"password",expected:"a text of at most 2048 characters",read:e=>e.length<=2048?U(e):P()},ag={...Cc("from 16 to 512 printable\
 characters, without counting spaces at the ends",/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{16,512}$/u),type:"password"},On={type:"text",expected:"a GUID: hexadecimal\
 digits in groups of 8-4-4-4-12",read:e=>/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(e)?U(e.toLowerCase()):P()},ig=16,ug={type:"password",expected:`ba\
se64 of at least ${ig} bytes (a key from Azure has 88 characters)`,read:e=>e.length%4===0&&/^[A-Za-z0-9+/]+={0,2}$/.test(e)&&Buffer.from(e,"base64").length>=ig?
U(e):P("Copy it again from Azure, whole and without line breaks.")},cg={type:"text",expected:"at most 100 letters, digits and underscores, beginning with a lett\
er, without _CL at the end",read:e=>/_CL$/i.test(e)?P("Leave _CL out at the end: Azure appends it."):/^[A-Za-z][A-Za-z0-9_]{0,99}$/.test(e)?U(e):P()},dg={type:"\
text",expected:"a date in the form yyyy-mm-dd",read:e=>{let t=/^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(e);if(t===null)return P();let[n,r,o]=t.slice(1).map(Number);
return Ic(n,r,o)?U(e):P()}},lg=Cc("an Azure resource id in ASCII without a space, beginning with /subscriptions/ and a GUID",/^\/subscriptions\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/[\x21-\x7e]{1,1000}$/i);var qs=xo([{value:"data-collector",text:"HTTP Data Collector API"},{value:"logs-ingestion",text:"Logs Ingestion API"},{value:"both",text:"Both of them"}]);function fg(e){
return e===void 0||e==="both"?H:[e]}var zs={public:{title:"Azure (public)",dataCollectorSuffix:"ods.opinsights.azure.com",signInHost:"login.microsoftonline.com",monitorAudience:"https://monitor.az\
ure.com"},usgov:{title:"Azure US Government",dataCollectorSuffix:"ods.opinsights.azure.us",signInHost:"login.microsoftonline.us",monitorAudience:"https://monito\
r.azure.us"},china:{title:"Azure China (21Vianet)",dataCollectorSuffix:"ods.opinsights.azure.cn",signInHost:"login.chinacloudapi.cn",monitorAudience:"https://mo\
nitor.azure.cn"}};function Bc(e){return{value:e,text:zs[e].title}}var pg=[Bc("public"),Bc("usgov"),Bc("china")];function mg(e,t){return`${t}.${zs[e].dataCollectorSuffix}`}
function hg(e){return`https://${zs[e].signInHost}`}function yg(e){return`${zs[e].monitorAudience}/.default`}function Hc(e){return e==="localhost"||e==="[::1]"||/^127(?:\.[0-9]{1,3}){3}$/.test(e)}function Pt(e){if(/^[\x21-\x7e]+$/.test(e)&&/^https?:\/\/[^/\\?#@%]+(?:\/[^\\?#]*)?$/i.
test(e))try{let n=new URL(e);return n.protocol==="https:"||Hc(n.hostname)?n:void 0}catch{return}}var gg="/api/logs",bg={type:"text",expected:"a URL with https:// (http:// only for a loopback host), without user, ? and #",read:e=>{if(e.includes("?"))return P(
"Leave out the question mark and what follows; the API version is added.");let t=Pt(e);return t===void 0?P():U(t.origin+(t.pathname==="/"?gg:t.pathname))}};function wg(e){
return`${e.endpoint??`https://${mg(e.cloud,e.workspaceId)}${gg}`}?api-version=${e.apiVersion}`}var Y_=/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;function Uc(e){return Y_.test(e)&&e.length<=253}function Ys(e){let t=e.includes(
"://"),n=Pt(t?e:`https://${e}`);if(n===void 0||n.pathname!=="/")return;let r=Uc(n.hostname)&&n.port==="",o=t&&Hc(n.hostname);return r||o?{host:n.host,origin:n.origin}:
void 0}var Sg={type:"text",expected:"a URL with https:// (http:// only for a loopback host), without user, ? and #",read:e=>{if(/\/dataCollectionRules(?:\/|$)/i.test(e))
return P("Leave out /dataCollectionRules and what follows; rule and stream are added.");let t=Pt(e);return t===void 0?P():U(t.origin+t.pathname.replace(/\/+$/,""))}},
vg={type:"text",expected:"dcr- and 32 hexadecimal digits",read:e=>/^dcr-[0-9a-f]{32}$/i.test(e)?U(e.toLowerCase()):P("Copy the immutableId out of the JSON view \
of the rule: neither its name nor its resource id.")},xg={type:"text",expected:"the word Custom- and at most 100 letters, digits, underscores, hyphens and dots",
read:e=>/^Custom-[A-Za-z0-9_.-]{1,100}$/.test(e)?U(e):P()},Ag={type:"text",expected:"a GUID, or a domain such as example.onmicrosoft.com",read:e=>{let t=e.toLowerCase();
return Uc(t)?U(t):On.read(e)}},Rg={...Ao,expected:"the value of a secret: at most 512 visible ASCII characters without a space, no GUID",read:e=>On.read(e).ok?P(
J_):Ao.read(e)},J_="That looks like the id of the secret: enter its value, which is shown only once when it is made.",Eg={type:"text",expected:"a URL with https\
:// (http:// only for a loopback host), without user, path, ? and #",read:e=>{let t=Pt(e);return t===void 0?P():t.pathname!=="/"?P("Leave out the path: AZURE_TE\
NANT_ID is put there."):U(t.origin)}};var kg=[{name:"LOGANALYTICS_DCR_ENDPOINT",meaning:"The logs ingestion endpoint of the data collection rule, or of a data collection endpoint in its region.",kind:Sg,
isRequired:!0,usedBy:"logs-ingestion",example:"https://dcr-auth0-a1b2.eastus-1.ingest.monitor.azure.com"},{name:"LOGANALYTICS_DCR_ID",meaning:"The immutable id \
of the data collection rule, from its JSON view in the Azure portal.",kind:vg,isRequired:!0,usedBy:"logs-ingestion",example:"dcr-0000000011112222333344444444444\
4"},{name:"LOGANALYTICS_DCR_STREAM",meaning:"The stream that the rule declares for the logs.",kind:xg,isRequired:!0,usedBy:"logs-ingestion",example:"Custom-Auth\
0Logs"},{name:"AZURE_TENANT_ID",meaning:"The Microsoft Entra tenant of the Azure subscription, in which the application is an enterprise application: its id, or\
 one of its domains.",kind:Ag,isRequired:!0,usedBy:"logs-ingestion",example:"00000000-1111-2222-3333-444444444444"},{name:"AZURE_CLIENT_ID",meaning:"The client \
id of the Entra application that may send to the rule.",kind:On,isRequired:!0,usedBy:"logs-ingestion",example:"00000000-1111-2222-3333-444444444444"},{name:"AZU\
RE_CLIENT_SECRET",meaning:"The value of a client secret of that application.",kind:Rg,isRequired:!0,usedBy:"logs-ingestion"},{name:"AZURE_AUTHORITY_HOST",meaning:"\
Asked for tokens in place of the cloud's own sign-in host, for a proxy.",kind:Eg,isRequired:!1,usedBy:"logs-ingestion",example:"https://login.microsoftonline.co\
m"}];var $c={type:"text",expected:"a URL with https:// (http:// only for a loopback host), without user, ? and #",read:e=>{let t=Pt(e);return t===void 0||t.pathname.
includes("//")?P():(t.pathname=t.pathname.replace(/\/$/,""),U(t))}};var _g={type:"text",expected:"a host, with or without https://, without port and path (http:// and a port only for a loopback host)",read:e=>{let t=Ys(e);return t===
void 0?P():U(t)}};var Tg=6e4,Og=60*Tg,Mg=24*Og,X_=3650*Mg,Z_=Date.UTC(1970,0),Q_=Date.UTC(2101,0),eT=/^(?:[0-9]{56}|[0-9a-f]{24})$/i,Js={type:"text",expected:"beginning, now, a d\
ate or time such as 2026-11-01 or 2026-11-01T08:00:00Z (UTC unless it names a zone), an age such as 90m, 36h or 7d, or a log id of 56 digits",read:e=>e==="begin\
ning"||e==="now"?U({kind:e}):eT.test(e)?U({kind:"id",id:e}):/^[0-9]+[mhd]$/.test(e)?tT(e):nT(e)};function tT(e){let t={m:Tg,h:Og,d:Mg}[e.slice(-1)],n=Number(e.slice(
0,-1))*(t??Number.NaN);return n>0&&n<=X_?U({kind:"age",ageMs:n}):P("Give an age above zero and of at most 3650d, for example 7d.")}function nT(e){let t=og(e);return t===
void 0?P():t<Z_||t>=Q_?P("Give a date in the years 1970 to 2100."):U({kind:"time",atMs:t})}var Pg={type:"text",expected:"the tenant's domain, with or without https:// and without a path (http:// only for a loopback host)",read:e=>{let t=Ys(e);return t===
void 0?P():U({domain:t.host,origin:t.origin})}};var rT=[{name:"AUTH0_DOMAIN",meaning:"The tenant's canonical domain. A custom domain does not work here.",kind:Pg,isRequired:!0,isGivenByPlatform:!0,example:"te\
nant.eu.auth0.com"},{name:"AUTH0_CLIENT_ID",meaning:"The client id of the application that may read the logs.",kind:Fc,isRequired:!0,isGivenByPlatform:!0,example:"\
abcdefghijklmnopqrstuvwxyz012345"},{name:"AUTH0_CLIENT_SECRET",meaning:"The client secret of the application that may read the logs.",kind:Ao,isRequired:!0,isGivenByPlatform:!0},
{name:"LOGANALYTICS_DESTINATION",meaning:"The API of Azure that the logs are sent by, or both. One that was never used begins where the other stands; one that w\
as used before goes on where it stopped, as far as Auth0 still has the logs.",kind:qs,isRequired:!1,default:"data-collector",example:"logs-ingestion"},{name:"LO\
GANALYTICS_WORKSPACEID",meaning:"The id of the Log Analytics workspace, from its Overview in the Azure portal.",kind:On,isRequired:!0,usedBy:"data-collector",example:"\
00000000-1111-2222-3333-444444444444"},{name:"LOGANALYTICS_WORKSPACEKEY",meaning:"The primary or secondary key of the workspace: Settings > Agents > Log Analyti\
cs agent instructions, in the Azure portal.",kind:ug,isRequired:!0,usedBy:"data-collector"},{name:"LOGANALYTICS_NAMESPACE",meaning:"The name of the table that g\
ets the logs. Azure appends _CL to it. Not Auth0Logs if Microsoft's Auth0 connector for Sentinel writes to this workspace.",kind:cg,isRequired:!0,usedBy:"data-c\
ollector",example:"Auth0Logs"},{name:"LOGANALYTICS_APIVERSION",meaning:"The version of the HTTP Data Collector API. Nobody needs to change it.",kind:dg,isRequired:!1,
usedBy:"data-collector",default:"2016-04-01",example:"2016-04-01"},{name:"LOGANALYTICS_CLOUD",meaning:"The Azure cloud that the workspace is in; it decides the \
hosts that are called.",kind:xo(pg),isRequired:!1,default:"public",example:"usgov"},{name:"LOGANALYTICS_ENDPOINT",meaning:"Called in place of Azure's own URL, f\
or a proxy. Without a path, /api/logs is appended.",kind:bg,isRequired:!1,usedBy:"data-collector",example:"https://proxy.example.com/api/logs"},{name:"LOGANALYT\
ICS_RESOURCEID",meaning:"The Azure resource that the logs are filed under, so that people who may read that resource can query them: its Overview > JSON View > \
Resource ID.",kind:lg,isRequired:!1,usedBy:"data-collector",example:"/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/identity/providers/Micro\
soft.Web/sites/shop"},...kg,{name:"LOGANALYTICS_HEALTH_ROWS",meaning:"Whether runs tell Azure how they went, in a table of their own beside that of the logs, so\
 that alerts can watch the export.",kind:xo([{value:"on",text:"On"},{value:"off",text:"Off"}]),isRequired:!1,default:"on",example:"off"},{name:"START_FROM",meaning:"\
Where the first run begins; a time that is still to come counts as now. It has no effect once a run has stored how far it came.",kind:Js,isRequired:!1,default:"\
beginning",example:"7d"},{name:"BATCH_SIZE",meaning:"The most logs that are sent to Azure in one request.",kind:Dc("logs",1,1e4),isRequired:!1,default:"1000",example:"\
500"},{name:"MIN_INTERVAL_SECONDS",meaning:"How long the schedule leaves the extension alone after a run that was caught up.",kind:Nc(0,3600),isRequired:!1,default:"\
30",example:"60"},{name:"MAX_RUN_SECONDS",meaning:"How long one run may take; the next run goes on where it ended.",kind:Nc(5,25),isRequired:!1,default:"20",example:"\
15"},{name:"PAGE_PASSWORD",meaning:"A second way into the extension's page, for tenants where the dashboard's sign-in is not offered to custom extensions.",kind:ag,
isRequired:!1,isForPage:!0},{name:"AUTH0_RTA",meaning:"The authority that the dashboard's administrators sign in with to open the page.",kind:_g,isRequired:!1,isForPage:!0,
isGivenByPlatform:!0,default:"auth0.auth0.com"},{name:"PUBLIC_WT_URL",meaning:"The extension's own address, under which its page is opened.",kind:$c,isRequired:!1,
isForPage:!0,isGivenByPlatform:!0,example:"https://tenant.eu.webtask.run/auth0-logs"},{name:"WT_URL",meaning:"The extension's own address, by which Auth0 calls \
it when it is installed or updated. Either address stands in for the other.",kind:$c,isRequired:!1,isForPage:!0,isGivenByPlatform:!0,example:"https://tenant.eu.\
webtask.run/auth0-logs"},{name:"EXTENSION_SECRET",meaning:"What Auth0 signs with when it calls an extension that is installed or updated.",kind:sg,isRequired:!1,
isForPage:!0,isGivenByPlatform:!0}],Lg=rT;var oT=2048;function Lt(e){let t=Lg.map(i=>({row:i,given:aT(e,i.name)})),n=t.flatMap(({row:i,given:s})=>Zt(i)?cT(s):[]),r=iT(t);return{rows:t.map(({row:i,given:s})=>({
row:i,given:s,outcome:sT(i,s??i.default,r,n)})),secrets:n}}function iT(e){let t=e.find(({row:o})=>o.name==="LOGANALYTICS_DESTINATION"),n=t?.given??t?.row.default,
r=typeof n=="string"?qs.read(n):P();return r.ok?r.value:void 0}function sT(e,t,n,r){let o=e.usedBy!==void 0;if(e.usedBy!==void 0&&!fg(n).includes(e.usedBy))return{
status:"unused"};if(t===void 0)return e.isRequired&&!(o&&n===void 0)?{status:"missing",problem:xh(e)}:{status:"not-set"};let i=uT(e.kind.read,t);return i.ok?{status:"\
read",value:i.value}:{status:"wrong",problem:Ah(e,t,r,i.advice)}}function aT(e,t){let n=Object.getOwnPropertyDescriptor(e,t)?.value??void 0;if(typeof n!="string")
return n;let r=n.trim();return r===""||r==="-"?void 0:r}function uT(e,t){return typeof t=="string"&&t.length<=oT?e(t):P()}function cT(e){return["string","number",
"bigint"].includes(typeof e)?[String(e)]:[]}var dT=["AUTH0_DOMAIN","AUTH0_CLIENT_SECRET"];function Ig(e){let t=[],n=new Map;for(let{row:r,outcome:o}of Lt(e).rows)!r.isForPage&&!dT.includes(r.name)||(o.status===
"read"&&n.set(r.name,o.value),o.status==="wrong"&&t.push(o.problem));return{settings:lT(Object.fromEntries(n)),problems:t}}function lT(e){return{baseUrl:e.PUBLIC_WT_URL??
e.WT_URL,hookUrl:e.WT_URL??e.PUBLIC_WT_URL,authority:e.AUTH0_RTA,tenantDomain:e.AUTH0_DOMAIN?.domain,clientSecret:e.AUTH0_CLIENT_SECRET,extensionSecret:e.EXTENSION_SECRET,
password:e.PAGE_PASSWORD}}function Cg(e){let{searchParams:t}=new URL(e.url),n=new Headers,r;function o(i,s,a){return a!==void 0&&n.set("content-type",`${a}; charset=utf-8`),new Response(
i,{status:s,headers:n})}return{method:e.method,url:e.url,headers:e.headers,id:"",visitor:void 0,query:i=>t.get(i)??void 0,text(){return r??=e.text(),r},answerHeaders:n,
answer:o,redirect(i,s=303){return n.set("location",i),o(null,s)}}}function wr({visitor:e}){return e?.administrator.name??"somebody"}var Dg=({base:e="",routes:t=[],...n}={})=>({__proto__:new Proxy({},{get:(r,o,i,s)=>(a,...u)=>t.push([o.toUpperCase(),RegExp(`^${(s=(e+a).replace(/\/+(\/|$)/g,"$\
1")).replace(/(\/?\.?):(\w+)\+/g,"($1(?<$2>*))").replace(/(\/?\.?):(\w+)/g,"($1(?<$2>[^$1/]+?))").replace(/\./g,"\\.").replace(/(\/?)\*/g,"($1.*)?")}/*$`),u,s])&&
i}),routes:t,...n,async fetch(r,...o){let i,s,a=new URL(r.url),u=r.query={__proto__:null};for(let[c,d]of a.searchParams)u[c]=u[c]?[].concat(u[c],d):d;for(let[c,
d,f,h]of t)if((c==r.method||c=="ALL")&&(s=a.pathname.match(d))){r.params=s.groups||{},r.route=h;for(let p of f)if((i=await p(r.proxy??r,...o))!=null)return i}}});function Y(){let e=Dg(),t={router:e,get:(r,o)=>n(e.get(r,Xs(o))),post:(r,o)=>n(e.post(r,Xs(o))),put:(r,o)=>n(e.put(r,Xs(o))),guard:r=>n(e.all("*",Xs(r))),add:r=>n(
e.routes.push(...r.router.routes))};function n(r){return t}return t}function Xs(e){return({params:t},n)=>(n.id=fT(t.id??""),e(n))}async function Ng({router:e},t,n){
let r=t.method==="HEAD",[o=""]=t.url.split("?",1),i={method:r?"GET":t.method,url:o},s=await e.fetch(i,t)??await n(t);return r?new Response(null,s):s}function fT(e){
try{return decodeURIComponent(e)}catch{return e}}var pT=5e3;async function It(e){let t=await e.read(pT);if(t.status==="failed")return{status:"unreadable",reason:`The state could not be read: ${t.reason}.`};let n=qt(
t.document);return n.status==="broken"?{status:"unreadable",reason:n.reason}:{status:"state",state:n.status==="first-run"?dt:n.state}}var on=(e,t)=>{let n=new String(e);return n.isEscaped=!0,n.callbacks=t,n},mT=/[&<>'"]/;var Zs=(e,t)=>{let n=e.search(mT);if(n===-1){t[0]+=e;return}let r,o,i=0;for(o=n;o<e.length;o++){switch(e.charCodeAt(o)){case 34:r="&quot;";break;case 39:r="&#39\
;";break;case 38:r="&amp;";break;case 60:r="&lt;";break;case 62:r="&gt;";break;default:continue}t[0]+=e.substring(i,o)+r,i=o+1}t[0]+=e.substring(i,o)};var hT=["br","hr","img","input","link","meta"];function l(e,t){if(typeof e=="function")return e(t);let{children:n,...r}=t,o=[`<${e}`];for(let[i,s]of Object.entries(
r))yT(i,s,o);return o[0]+=">",hT.includes(e)?on(o[0]):(Kc(n,o),on(`${o[0]}</${e}>`))}var g=l;function E({children:e}){let t=[""];return Kc(e,t),on(t[0])}function yT(e,t,n){
t==null||t===!1||(n[0]+=` ${e}="`,t!==!0&&Zs(String(t),n),n[0]+='"')}function Kc(e,t){if(Array.isArray(e))for(let n of e)Kc(n,t);else gT(e)?t[0]+=e.toString():(typeof e==
"string"||typeof e=="number")&&Zs(String(e),t)}function gT(e){return e instanceof String&&e.isEscaped===!0}var bT={good:"Good",busy:"Under way",warning:"Warning",bad:"Problem"};function D({tone:e,word:t=bT[e],children:n}){return g("div",{class:`notice ${e}`,role:e===
"bad"?"alert":void 0,children:[l("span",{class:"badge",children:t}),l("div",{children:n})]})}async function ze(e,t,n,r){let o=await It(e.store);return o.status==="state"?r(o.state):e.render(t,n,g(E,{children:[l("h1",{children:"The stored state cannot be\
 shown"}),l(D,{tone:"bad",children:o.reason})]}))}function Oe({frame:e,path:t,class:n,busyText:r,children:o}){return g("form",{method:"post",action:e.prefix+t,class:n,"data-busy":r,children:[l("input",{type:"hi\
dden",name:"csrf",value:e.visitor?.csrfToken}),o]})}function J(e){return l("button",{type:"submit",...e})}function Mn(e){return e!==void 0&&Math.abs(e)<=864e13}function Pn(e){return Mn(e)?new Date(e).toISOString():void 0}function Wc(e){return Pn(e)?.replace("T"," ").
replace(/\..*/," UTC")??"an unknown time"}function Ct(e){return Wc(e).replace(/:\d\d UTC/," UTC")}function Fg(e){let[,t,n,r="",o=""]=new Date(e).toUTCString().split(
" ");return{day:`${Number(t)} ${n}`,month:`${n} ${r}`,year:r,clock:o.slice(0,5)}}function W({atMs:e}){let t=Pn(e);if(t===void 0)return l("span",{children:"–"});let n=Wc(e);return l("time",{datetime:t,title:n,children:n})}var wT={pause:["good","The export is paused."],resume:["good","The export goes on with the next run."],move:["good","The checkpoint was moved. The next run goes\
 on from there."],discard:["good","The dead letters were discarded."],waiting:["busy","A run is under way. It does what you asked for when it next stores its pl\
ace."],busy:["busy","A run is under way already, so no other was begun."],nothing:["warning","No dead letter was ticked."]};function Sr({done:e}){let t=Object.entries(
wT).find(([o])=>o===e)?.[1];if(t===void 0)return null;let[n,r]=t;return l("div",{role:"status",children:l(D,{tone:n,children:r})})}var ST={"data-collector":"Data Collector API","logs-ingestion":"Logs Ingestion API"};function $(e){return ST[e]}function Ro(e,t){let n=wt(e,t);if(e.deliveries.length===0)return e;if(n===void 0||e.deliveries.length===1)return n&&e;let{reason:r,problems:o,lagMs:i,lastExportedAtMs:s,
...a}=e,u=e.deliveries.filter(c=>c.destination===t);return{...a,...n,deliveries:u}}function vr(e){let{work:t,deliveries:n}=e;return t!==void 0||n.length<2?[]:n.
flatMap(({destination:r})=>Ro(e,r)??[])}function xr(e,t){return{...e,history:e.history.flatMap(n=>Ro(n,t)??[]),pastRuns:e.pastRuns.flatMap(n=>Ro(n,t)??[]),deadLetters:e.
deadLetters.filter(n=>n.destination===t)}}function Qs(e){let[t,...n]=H.filter(r=>re(e,r)!==void 0);return t===void 0?[H[0]]:[t,...n]}function Bg(e,t,n,r){let o=re(e,t),i=ur(n,r),s=o===void 0?void 0:ue(o),
a=ue(i),u=vT(o,i,s,a),c={destination:t,from:o,fromMs:s,after:i,toMs:a,direction:u};return u!=="back"||a===void 0?c:{...c,repeatedLogs:AT(e,t,a)}}function vT(e,t,n,r){
return e===t?"nowhere":n===void 0||r===void 0?"unknown":n===r?e!==void 0&&e>t?"back":"forward":r<n?"back":"forward"}var xT=6e4;function Gc(e,t){return(ue(e)??0)>
t+xT}function AT(e,t,n){let r=0;for(let{deliveries:s,lastExportedAtMs:a}of K(xr(e,t))){if(a!==void 0&&a<=n)return r;for(let u of s)r+=u.logs??0}let o=K(e).at(-1)?.
deliveries;return o?.[0]!==void 0&&o.every(s=>s.destination!==t)?r:void 0}function ea({prefix:e,state:t,asked:n,destination:r,problem:o}){let i=Qs(t);return g("form",{method:"get",action:`${e}/checkpoint`,children:[l("label",{for:"to",
children:"Where the export should go on"}),g("p",{class:"hint",id:"to-hint",children:[l("code",{children:"beginning"}),", ",l("code",{children:"now"}),", a date\
 or time such as ",l("code",{children:"2026-11-01"})," or"," ",l("code",{children:"2026-11-01T08:00:00Z"})," (UTC unless it names a zone), an age such as"," ",l(
"code",{children:"36h"})," or ",l("code",{children:"7d"}),", or the id of a log."]}),o!==void 0&&l("p",{class:"bad",role:"alert",id:"to-problem",children:o}),l(
"input",{type:"text",id:"to",name:"to",value:n,required:!0,autocomplete:"off",spellcheck:!1,"aria-describedby":o===void 0?"to-hint":"to-hint to-problem"}),i.length>
1&&g("fieldset",{children:[l("legend",{children:"For which destination"}),i.map(s=>g("label",{class:"choice",children:[l("input",{type:"radio",name:"destination",
value:s,checked:s===r,required:!0}),$(s)]}))]}),l(J,{class:"quiet",children:"Show what that means"})]})}function Hg({frame:e,state:t,done:n}){let r=n==="pause"&&t.pausedAtMs===null;return g(E,{children:[l("h1",{children:"Actions"}),l(Sr,{done:r?void 0:n}),g("secti\
on",{class:"card",children:[l("h2",{children:"Run now"}),g("p",{children:["Exports what is new, at once, also while the export is paused. It takes at most as lo\
ng as"," ",l("code",{children:"MAX_RUN_SECONDS"})," says."]}),l(Oe,{frame:e,path:"/run",busyText:"Running…",children:l(J,{children:"Run now"})})]}),g("section",
{class:"card",children:[l("h2",{children:"Test the connections"}),g("p",{children:["Signs in to Auth0, reads one log, and sends one marked test record to each d\
estination: a row with the type ",l("code",{children:"exporter_test"})," in its table."]}),l(Oe,{frame:e,path:"/test",busyText:"Testing…",children:l(J,{children:"\
Test the connections"})})]}),g("section",{class:"card",children:[l("h2",{children:"Pause and resume"}),l(RT,{frame:e,pausedAtMs:t.pausedAtMs})]}),g("section",{class:"\
card",id:"checkpoint",children:[l("h2",{children:"Move the checkpoint"}),l("p",{children:"The export goes on from another place: earlier, to send logs once more\
, or later, to pass over some. You see what that means before it happens."}),l(ea,{prefix:e.prefix,state:t})]}),g("section",{class:"card",children:[l("h2",{children:"\
Switch to the Logs Ingestion API"}),g("p",{children:[l("a",{href:`${e.prefix}/switch`,children:"The way from one API of Azure to the other"}),", step by step, w\
ith where you stand."]})]}),g("p",{children:["What was done, by whom and when, stands among the"," ",l("a",{href:`${e.prefix}/runs?show=actions`,children:"runs"}),
"."]})]})}function RT({frame:e,pausedAtMs:t}){return t!==null?g(Oe,{frame:e,path:"/resume",children:[g("p",{children:["Paused since ",l(W,{atMs:t}),". Nothing i\
s exported until you resume."]}),l(J,{children:"Resume the export"})]}):g("details",{children:[l("summary",{children:"Pause the export…"}),l("p",{children:"No\
thing is exported until somebody resumes; a run under way ends. Nothing is lost meanwhile as long as Auth0 retains the logs: 1 day on the free plan, 5 on Essent\
ials, 10 on Professional, 30 on Enterprise."}),l(Oe,{frame:e,path:"/pause",children:l(J,{class:"danger",children:"Pause now"})})]})}var ET=25e3,kT=100,_T=3e4,TT=2e4,Ug=5e3;async function ta(e,t,n){let r=xt(yi,n);if(!r.success)return Ar("what was asked for cannot be stored");let o=t.now()+ET;
for(;t.now()<o;){let i=await OT(e,t,r.output);if(i.status!=="conflict")return i;await t.sleep(kT)}return Ar("the state is being changed by somebody else all the\
 time; try again")}async function OT(e,t,n){let r=await e.read(Ug);if(r.status==="failed")return Ar(`the state could not be read: ${r.reason}`);let o=qt(r.document);
if(o.status==="broken")return Ar(o.reason);let i=o.status==="first-run"?dt:o.state,s={...i,requests:[...i.requests,n]},a=jr(i.lease,t.now()),u=n.kind==="note",c=u?
TT:_T;if(a&&Buffer.byteLength(JSON.stringify(s.requests))>c)return Ar("a run is under way, and too much is waiting for its end; try again after it");let{write:d}=await vi(
f=>e.write(f,r.version,Ug),a?s:yn(s),0,u?0:Si);return d.status==="written"?{status:a?"waiting":"done"}:d.status==="conflict"?d:Ar(`the state could not be stored\
: ${d.reason}`)}function Ar(e){return{status:"failed",reason:e}}function Eo(e,t){let n=Ke(e),r=n.findIndex(i=>i.runId===t),o=n[r];if(o!==void 0)return{run:o,newerId:n[r-1]?.runId,olderId:n[r+1]?.runId}}var MT=/[\p{Cc}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+/gu;function Ie(e,t=300){let r=[...e.slice(0,t*4).replace(MT," ").trim()];return r.
length<=t&&e.length<=t*4?r.join(""):`${r.slice(0,t-1).join("")}…`}function Rr(e){let t=Ie(e,1e3);return/[.!?…]$/.test(t)||t===""?t:`${t}.`}function Vc(e){return e.
charAt(0).toLowerCase()+e.slice(1)}function ko(e){return e.map(Rr).join(" ")}function Er({prefix:e}){return l("p",{children:l("a",{href:`${e}/actions`,children:"Back to the actions"})})}function _o(e,t,n){let r=wr(t);return ta(e.store,e.clock,{...n,by:r,atMs:e.clock.now()})}async function Ln(e,t,n,r,o){let i=await _o(e,t,n);if(i.status==="faile\
d")return at(e,t,i.reason);let s=i.status==="waiting"?"waiting":o;return t.redirect(`${e.prefix}${r}?done=${s}`,303)}async function na(e,t,{runId:n,reason:r}){let o=await It(
e.store);return o.status==="state"&&Eo(o.state,n)!==void 0?t.redirect(`${e.prefix}/runs/${n}`,303):at(e,t,Rr(r??"the report of the run could not be stored"))}function at(e,t,n){
return e.render(t,{title:"Not done",section:"actions",statusCode:409},g(E,{children:[l("h1",{children:"That could not be done"}),l(D,{tone:"bad",children:n}),l(
Er,{prefix:e.prefix})]}))}function PT({what:e,destination:t}){let n=t===void 0?"":` to the ${$(t)}`;switch(e){case"sign-in":return"Sign in to Auth0";case"read-log":return"Read one log";case"\
deliver":return`Send a test record${n}`;case"tell-health":return`Send a health row${n}`}}function $g({prefix:e,steps:t,isNoted:n}){return g(E,{children:[l("h1",
{children:"Test of the connections"}),l("ol",{class:"steps",children:t.map(r=>l("li",{children:g(D,{tone:r.isOk?"good":"bad",children:[l("p",{children:l("strong",
{children:PT(r)})}),l("p",{children:r.text})]})}))}),!n&&l("p",{class:"hint",children:"The test could not be recorded in the history."}),l(Er,{prefix:e})]})}async function ut(e){return e.headers.get("content-type")?.split(";",1)[0]?.trim().toLowerCase()!=="application/x-www-form-urlencoded"?new URLSearchParams:new URLSearchParams(
await e.text())}function et(e,t){let n=e.getAll(t);return n.length===1?n[0]:void 0}function In({facts:e}){return l("dl",{class:"facts card",children:e.filter(([,t])=>t!==void 0).map(([t,n])=>g(E,{children:[l("dt",{children:t}),l("dd",{children:n})]}))})}function tt({id:e}){return l("span",{class:"id",title:e,children:e})}function se(e=0){return Number.isNaN(e)?0:Math.min(1e15,Math.max(0,e))}function j(e){return se(e).toFixed(0).replace(/\B(?=(?:\d{3})+$)/g,",")}function I(e,t,n=`${t}\
s`){let r=j(e);return`${r} ${r==="1"?t:n}`}function jc(e){return Wg(e,["","k","M","bn","t","q"])}function Kg(e){return Wg(e,[" B"," kB"," MB"," GB"," TB"," PB"])}
function Wg(e,t){let n=se(e),r=0;for(;n>=999.95;r+=1)n/=1e3;return`${ra(n)}${t[r]}`}function Gg(e){let t=Math.min(100,se(e)*100);return t>0&&t<.1?"under 0.1%":t<
9.95?`${ra(t)}%`:t>99&&t<100?"over 99%":`${Math.round(t)}%`}function ra(e){return e.toFixed(1).replace(".0","")}var Cn=1e3,oa=60*Cn,zc=60*oa,Vg=24*zc,LT=365.25*Vg,IT=[["second",Cn,90,60],["minute",oa,90,60],["hour",zc,48,void 0],["day",Vg,730,void 0]];function ie(e){let t=se(
e);if(t<Cn/2)return"less than a second";for(let[n,r,o,i]of IT){let s=Math.round(t/r);if(s<o&&s!==i)return I(s,n)}return I(t/LT,"year")}function Ce(e){if(e===void 0)
return"–";let t=Math.round(se(e));if(t>0&&t<Cn)return`${t} ms`;if(t<9950)return`${ra(t/Cn)} s`;let n=Math.round(t/Cn);if(n<3600)return qc(n,60,"min","s");let r=Math.
round(t/oa);return r<2880?qc(r,60,"h","min"):qc(Math.round(t/zc),24,"d","h")}function qc(e,t,n,r){let o=Math.floor(e/t),i=e%t;return o===0?`${i} ${r}`:`${j(o)} ${n}${i===
0?"":` ${i} ${r}`}`}function kr(e,t){let n=t-e;return n<2*Cn&&n>-oa?"just now":n>0?`${ie(n)} ago`:`in ${ie(-n)}`}var CT={back:"warning",forward:"bad",nowhere:"good",unknown:"warning"};function jg({frame:e,preview:t}){let{destination:n,from:r,fromMs:o,after:i,toMs:s,direction:a}=t;
return g(E,{children:[l("h1",{children:"Move the checkpoint"}),l(In,{facts:[["Destination",$(n)],["Now it goes on after",g(E,{children:[l(W,{atMs:o})," ",r===void 0?
"it has not begun yet":l(tt,{id:r})]})],["Then it goes on after",g(E,{children:[l(W,{atMs:s})," ",l(tt,{id:i})]})]]}),l(D,{tone:CT[a],word:a==="forward"?"Carefu\
l":void 0,children:l(DT,{preview:t})}),a==="nowhere"?l(Er,{prefix:e.prefix}):g(Oe,{frame:e,path:"/checkpoint",class:"row",children:[l("input",{type:"hidden",name:"\
after",value:i}),l("input",{type:"hidden",name:"destination",value:n}),l(J,{class:a==="forward"&&"danger",children:"Move the checkpoint"}),l("a",{class:"button \
quiet",href:`${e.prefix}/actions`,children:"Leave it where it is"})]})]})}function DT({preview:e}){let{destination:t,direction:n,fromMs:r,toMs:o,repeatedLogs:i,
from:s}=e,a=r===void 0||o===void 0?0:Math.abs(r-o);switch(n){case"back":return g(E,{children:[g("p",{children:["The export to the ",$(t)," goes back"," ",o===ao?
"to the oldest log that Auth0 keeps":`by ${ie(a)}`,". What Auth0 still has of that time is sent to Azure once more: rows with the same"," ",l("code",{children:"\
log_id"})," stand there twice, and queries have to take one of them."]}),i!==void 0&&g("p",{children:["By the history, those are at most ",I(i,"log"),"."]}),l("\
p",{children:"New logs reach this destination once it has caught up again; no other is touched."})]});case"forward":return g("p",{children:["The logs of ",ie(a),
" are passed over. They never reach Azure, unless you move the checkpoint back before Auth0 deletes them."]});case"nowhere":return l("p",{children:"That is wher\
e the export goes on anyway. Nothing would change."});case"unknown":return s===void 0?l("p",{children:"The first run will begin there, whatever START_FROM says."}):
l("p",{children:"The time of one of the two places cannot be told from its id. If the new one is earlier, logs are sent once more; if it is later, those between\
 never reach Azure."})}}var Yc={title:"Move the checkpoint",section:"actions"},qg="That is still to come. The latest place is “now”.",NT=100,FT=/^[!-~]{1,200}$/;function zg(e){return Y().
get("/checkpoint",t=>ze(e,t,Yc,n=>{let r=t.query("destination"),o=(t.query("to")??"").trim().slice(0,NT),i=BT(n,o,r,e.clock.now());if(typeof i!="string"){let a=e.
frameOf(t);return e.render(t,Yc,l(jg,{frame:a,preview:i}))}let s={prefix:e.prefix,state:n,asked:o,destination:r,problem:i};return e.render(t,{...Yc,statusCode:400},
g(E,{children:[l("h1",{children:"Move the checkpoint"}),l(ea,{...s})]}))})).post("/checkpoint",async t=>{let n=await ut(t),r=et(n,"after"),o=H.find(i=>i===et(n,
"destination"));return o===void 0?at(e,t,"No destination was named."):r===void 0||!FT.test(r)?at(e,t,"The place to go on from is not the id of a log."):Gc(r,e.clock.
now())?at(e,t,qg):Ln(e,t,{kind:"move",destination:o,after:r},"/actions","move")})}function BT(e,t,n,r){let o=Js.read(t);if(!o.ok)return`“${t}” is no place in \
the logs. ${o.advice??""}`;let{value:i}=o;if(i.kind==="time"?i.atMs>r:Gc(ur(i,r),r))return qg;let a=Qs(e),u=a.length===1?a[0]:a.find(c=>c===n);return u===void 0?
"Choose the destination that this is for.":Bg(e,u,i,r)}var Jc={title:"Actions",section:"actions"};function Yg(e){return Y().get("/actions",t=>ze(e,t,Jc,n=>e.render(t,Jc,l(Hg,{frame:e.frameOf(t),state:n,done:t.query(
"done")})))).post("/run",async t=>{let n=await e.work.runExport(wr(t));return n.status==="ran"?na(e,t,n.report):t.redirect(`${e.prefix}/?done=busy`,303)}).post(
"/test",async t=>{let n=await e.work.testConnections(),r=n.filter(({isOk:s})=>!s).length,o=r===0?"all went well":`${r} of ${n.length} steps failed`,i=await _o(e,
t,{kind:"note",action:"test",detail:o});return e.render(t,{...Jc,title:"Connections"},l($g,{prefix:e.prefix,steps:n,isNoted:i.status!=="failed"}))}).post("/paus\
e",t=>Ln(e,t,{kind:"pause"},"/actions","pause")).post("/resume",t=>Ln(e,t,{kind:"resume"},"/actions","resume")).add(zg(e))}function Xc({label:e,columns:t,children:n}){return l("section",{class:"wide",tabindex:0,"aria-label":e,children:g("table",{children:[l("thead",{children:l("tr",
{children:t.map(([r,,o])=>l("th",{scope:"col",class:o,children:r}))})}),l("tbody",{children:n})]})})}function Zc({columns:e,item:t}){return l("tr",{children:e.map(
([,n,r])=>r==="name"?l("th",{scope:"row",children:n(t)}):l("td",{class:r,children:n(t)}))})}function yt({label:e,columns:t,items:n}){return l(Xc,{label:e,columns:t,
children:n.map(r=>l(Zc,{columns:t,item:r}))})}function _r(e){let{event:t}=rr(e);return t===e?Ie(e,60)||"unknown":`${t} (${e})`}function To({destination:e,logId:t}){return`${e} ${t}`}function Qc(e){return e.flatMap(t=>{let n=t.indexOf(" "),r=H.find(o=>o===t.slice(0,n));return r===void 0?
[]:[{destination:r,logId:t.slice(n+1)}]})}function HT(e,t){let n=new Set(t.map(({destination:r})=>r)).size<2;return[["Choose",UT],["Refused",({refusedAtMs:r})=>l(W,{atMs:r})],["Record",r=>l($T,{letter:r,
prefix:e})],["Type",({logType:r})=>_r(r)],["Reason",({reason:r})=>r],["Log",({logId:r})=>l(tt,{id:r}),"optional"],["Destination",({destination:r})=>$(r),n?"opti\
onal":void 0]]}function Jg({frame:e,letters:t,done:n}){let r=t.length,o=HT(e.prefix,t),i=`${e.prefix}/dead-letters/confirm-discard`;return g(E,{children:[l("h1",
{children:"Dead letters"}),l(Sr,{done:n}),l("p",{class:"faint",children:"Records that Azure refused on their own while it took the others. They wait here until \
somebody replays them, which sends them once more, or discards them."}),r===0?l("p",{class:"card",children:"There are none: Azure has taken every record."}):g(E,
{children:[g("p",{children:[I(r,"dead letter waits","dead letters wait"),"."]}),g(Oe,{frame:e,path:"/dead-letters/replay",busyText:"Sending…",children:[l(yt,{
label:"Dead letters",columns:o,items:t}),g("div",{class:"row",children:[l(J,{children:"Replay the ticked"}),g(J,{name:"all",value:"yes",class:"quiet",children:[
"Replay all ",r]}),l(J,{class:"quiet",formaction:i,children:"Discard the ticked…"}),g(J,{name:"all",value:"yes",class:"quiet",formaction:i,children:["Discard \
all ",r,"…"]})]})]})]})]})}function UT(e){return l("input",{type:"checkbox",name:"letter",value:To(e),"aria-label":`Choose the log ${e.logId} at the ${$(e.destination)}`})}
function $T({letter:e,prefix:t}){return e.hasContent?l(J,{class:"quiet",name:"show",value:To(e),formaction:`${t}/dead-letters/record`,children:"Show"}):l("span",
{class:"faint",children:"id only"})}function Xg({frame:e,names:t}){let{length:n}=t,r=n===1?"it":"them";return g(E,{children:[l("h1",{children:"Discard dead letters"}),g(D,{tone:"bad",word:"Careful",
children:[I(n,"record is","records are")," given up: what is kept of ",r," is deleted, and the export does not come back to ",r,". As long as Auth0 has the logs\
, they can be read there."]}),l("ul",{class:"id",children:t.map(({logId:o,destination:i})=>g("li",{children:[o," (",$(i),")"]}))}),g(Oe,{frame:e,path:"/dead-let\
ters/discard",class:"row",busyText:"Discarding…",children:[t.map(o=>l("input",{type:"hidden",name:"letter",value:To(o)})),g(J,{class:"danger",children:["Disca\
rd ",n===1?"it":`all ${n}`]}),g("a",{class:"button quiet",href:`${e.prefix}/dead-letters`,children:["Keep ",r]})]})]})}function KT(e){try{return JSON.stringify(JSON.parse(e),null,2)}catch{return e}}function Zg({prefix:e,letter:t,record:n}){return g(E,{children:[l("h1",{children:"\
A record that was refused"}),l(In,{facts:[["Log",l(tt,{id:t.logId})],["Type",_r(t.logType)],["Refused by",$(t.destination)],["Refused",l(W,{atMs:t.refusedAtMs})],
["Reason",t.reason]]}),n===void 0?l(D,{tone:"warning",children:"The record cannot be opened: only the id is kept, or AUTH0_CLIENT_SECRET was changed since. A re\
play reads the log from Auth0 once more."}):g(E,{children:[l("h2",{children:"The record as it was sent"}),l("pre",{tabindex:0,children:KT(n)})]}),l("p",{children:l(
"a",{href:`${e}/dead-letters`,children:"Back to the dead letters"})})]})}var ia={title:"Dead letters",section:"dead-letters"};function Qg(e){async function t(n,r){let o=await It(e.store);if(o.status==="unreadable")return at(e,n,o.reason);
let i=await ut(n),s=i.get("all")==="yes",a=Qc(i.getAll("letter")),u=o.state.deadLetters.filter(c=>s||a.some(d=>$t(d,c))).map(({logId:c,destination:d})=>({logId:c,
destination:d}));return u.length>0?r(u):n.redirect(`${e.prefix}/dead-letters?done=nothing`,303)}return Y().get("/dead-letters",n=>ze(e,n,ia,r=>e.render(n,ia,l(Jg,
{frame:e.frameOf(n),letters:Gl(r),done:n.query("done")})))).post("/dead-letters/record",async n=>{let r=await It(e.store);if(r.status==="unreadable")return at(e,
n,r.reason);let[o]=Qc((await ut(n)).getAll("show")),i=o&&r.state.deadLetters.find(u=>$t(u,o));if(i===void 0)return at(e,n,"That dead letter is not there any mor\
e.");let s=await _o(e,n,{kind:"note",action:"view",detail:`the record of the log ${i.logId}`.slice(0,200)});if(s.status==="failed")return at(e,n,s.reason);let a=e.
work.openDeadLetter(i);return e.render(n,{...ia,title:"Record"},l(Zg,{prefix:e.prefix,letter:i,record:a}))}).post("/dead-letters/replay",n=>t(n,async r=>{let o=await e.
work.runReplay(wr(n),r);return o.status==="ran"?na(e,n,o.report):n.redirect(`${e.prefix}/dead-letters?done=busy`,303)})).post("/dead-letters/confirm-discard",n=>t(
n,r=>e.render(n,{...ia,title:"Discard dead letters"},l(Xg,{frame:e.frameOf(n),names:r})))).post("/dead-letters/discard",n=>t(n,r=>Ln(e,n,{kind:"discard",deadLetters:r},
"/dead-letters","discard")))}var WT=60;async function eb(e,{secret:t,issuer:n,audience:r},o){let i=/^Bearer ([\w.-]+)$/i.exec(e??"")?.[1];if(!i||!t||!n||!r)return!1;try{return await Ot(i,new TextEncoder().
encode(t),{algorithms:["HS256"],issuer:n,audience:r,clockTolerance:WT,currentDate:new Date(o.now())}),!0}catch{return!1}}var tb="/.extensions/on-install",nb="/.extensions/on-update",GT="Auth0";function rb({store:e,clock:t},n){let{extensionSecret:r,tenantDomain:o,hookUrl:i}=n;async function s(u,c){
let d=o===void 0?void 0:`https://${o}`,f=i===void 0?void 0:i.origin+i.pathname.replace(/\/$/,"")+c;return eb(u,{secret:r,issuer:d,audience:f},t)}function a(u,c){
return async d=>await s(d.headers.get("authorization"),c)?(await ta(e,t,{kind:"note",action:u,detail:"",by:GT,atMs:t.now()}),d.answer(null,204)):d.answer(`not a\
llowed
`,401,"text/plain")}return Y().post(tb,a("install",tb)).put(nb,a("update",nb))}var ob=require("node:crypto");function ib(){return(0,ob.randomBytes)(16).toString("base64url")}function VT(e){return["default-src 'none'",`script-src 'nonce-${e}\
'`,`style-src 'nonce-${e}'`,"img-src data:","connect-src 'self'","form-action 'self'","base-uri 'none'","frame-ancestors 'none'"].join("; ")}function ed(e,t){let n=new Headers(
e.headers);for(let[r,o]of Object.entries(jT(t)))n.set(r,o);return new Response(e.body,{status:e.status,headers:n})}function jT(e){return{"content-security-polic\
y":VT(e),"cache-control":"no-store","x-content-type-options":"nosniff","x-frame-options":"DENY","referrer-policy":"same-origin","cross-origin-opener-policy":"sa\
me-origin","cross-origin-resource-policy":"same-origin","permissions-policy":"camera=(), geolocation=(), microphone=()"}}var qT=[["overview","/","Overview"],["runs","/runs","Runs"],["dead-letters","/dead-letters","Dead letters"],["actions","/actions","Actions"],["settings","/setti\
ngs","Settings"]];function sb({frame:e,title:t,section:n,isLive:r,children:o}){let{prefix:i,nonce:s,style:a,visitor:u}=e;return g(E,{children:[on("<!doctype htm\
l>"),g("html",{lang:"en",children:[g("head",{children:[l("meta",{charset:"utf-8"}),l("meta",{name:"viewport",content:"width=device-width, initial-scale=1"}),l("\
meta",{name:"color-scheme",content:"light dark"}),l("title",{children:`${t} · Auth0 logs to Azure`}),l("link",{rel:"icon",href:"data:,"}),l("style",{nonce:s,children:on(
a)}),u!==void 0&&l("script",{nonce:s,src:`${i}/page.js`,defer:!0})]}),g("body",{"data-live":r,children:[l("a",{class:"skip",href:"#content",children:"Skip to th\
e content"}),g("header",{class:"top",children:[l("p",{class:"brand",children:"Auth0 logs to Azure"}),u!==void 0&&g(E,{children:[l("nav",{"aria-label":"Pages",children:qT.
map(([c,d,f])=>l("a",{href:i+d,"aria-current":c===n&&"page",children:f}))}),g("div",{class:"visitor",children:[l("span",{children:u.administrator.name}),l(Oe,{frame:e,
path:"/logout",children:l(J,{class:"quiet",children:"Sign out"})})]})]})]}),l("main",{id:"content",tabindex:-1,children:o})]})]})]})}function cb(e){return{auth0:{...e.AUTH0_DOMAIN,clientId:e.AUTH0_CLIENT_ID,clientSecret:e.AUTH0_CLIENT_SECRET},destinations:zT(e),tellsHealth:e.LOGANALYTICS_HEALTH_ROWS===
"on",startFrom:e.START_FROM,maxBatchRecords:e.BATCH_SIZE,minIntervalMs:e.MIN_INTERVAL_SECONDS,maxRunMs:e.MAX_RUN_SECONDS}}function zT(e){switch(e.LOGANALYTICS_DESTINATION){case"\
data-collector":return[ab(e)];case"logs-ingestion":return[ub(e)];case"both":return[ab(e),ub(e)]}}function ab(e){let t=e.LOGANALYTICS_WORKSPACEID,n=e.LOGANALYTICS_RESOURCEID;
return{kind:"data-collector",workspaceId:t,workspaceKey:e.LOGANALYTICS_WORKSPACEKEY,logType:e.LOGANALYTICS_NAMESPACE,url:wg({workspaceId:t,cloud:e.LOGANALYTICS_CLOUD,
apiVersion:e.LOGANALYTICS_APIVERSION,endpoint:e.LOGANALYTICS_ENDPOINT}),...n===void 0?{}:{resourceId:n}}}function ub(e){let t=e.LOGANALYTICS_CLOUD;return{kind:"\
logs-ingestion",endpoint:e.LOGANALYTICS_DCR_ENDPOINT,ruleId:e.LOGANALYTICS_DCR_ID,stream:e.LOGANALYTICS_DCR_STREAM,application:{authority:e.AZURE_AUTHORITY_HOST??
hg(t),tenantId:e.AZURE_TENANT_ID,clientId:e.AZURE_CLIENT_ID,clientSecret:e.AZURE_CLIENT_SECRET,scope:yg(t)}}}function Tr(e){let t=[],n=new Map;for(let{row:r,outcome:o}of Lt(e).rows)r.isForPage||(o.status==="read"?n.set(r.name,o.value):"problem"in o&&t.push(o.problem));
return t.length>0?{ok:!1,problems:t}:{ok:!0,settings:cb(Object.fromEntries(n))}}var wb=M(qn()),Sb=M(rt());var db=M(rt());function sa(e){return"pages"in e}function Dt(e){return Math.max(0,...e.deliveries.map(({logs:t})=>se(t)))}function Oo({startedAtMs:e,endedAtMs:t}){return Math.max(
0,t-e)}function td(e){return se(e.pageRetries)+nd(e,"retries")}function lb(e){return nd(e,"batches")}function Mo(e){return nd(e,"deadLetters")}function nd({deliveries:e},t){
return(0,db.default)(e.map(n=>se(n[t])))}function sn(e){return sa(e)?e.warnings??[]:[]}function Po(e){return e.startsWith("This was the first run.")}function rd(e){
let t=sn(e).filter(n=>!Po(n));return e.reason??[...Lo(e),...t][0]??""}function Lo(e){return sa(e)?e.problems??[]:[]}function Nt({lagMs:e}){return e===void 0||!Number.
isFinite(e)?void 0:Math.max(0,e)}function fb(e){return e.trigger==="schedule"&&e.work===void 0&&e.outcome==="caught-up"&&Dt(e)===0&&td(e)===0&&!od(e)}function od(e){
return gt(e)||rd(e)!==""||Mo(e)>0}function gt({outcome:e}){return e==="stopped"||e==="misconfigured"}var id=M(rt());var YT=6,JT=3,XT=.02;function aa(e){return mb(e)[0]?.frontierMs}function mb(e){let t=[];for(let n of[...tO(e)].reverse())t.push({run:n,frontierMs:ZT(n,t.at(-1))});
return t.reverse()}function ZT(e,t){if(e.outcome==="caught-up")return e.startedAtMs;let{lastExportedAtMs:n}=e;return Mn(n)?n!==t?.run.lastExportedAtMs?n:t.frontierMs:
t?.frontierMs}function ua(e,t){let n=QT(e,t),r=(0,id.default)(n.map(({logMs:o})=>o))/(0,id.default)(n.map(({timeMs:o})=>o));return Number.isFinite(r)?r:void 0}function QT(e,t){
let n=mb(e),[r]=n;if(r===void 0)return[];let o=[];for(let[i,s]of n.slice(0,YT).entries()){let a=n[i+1];if(a===void 0||pb(r.run)&&!pb(s.run))break;let u=eO(a,s,t);
if(u===void 0)break;o.push(u)}return o}function pb({outcome:e}){return e!=="stopped"&&e!=="misconfigured"}function eO(e,t,n){if(e.frontierMs===void 0||t.frontierMs===
void 0)return;let r=t.frontierMs-e.frontierMs,o=t.run.endedAtMs-e.run.endedAtMs;if(!(r<0||o<=0))return{logMs:r,timeMs:o>JT*n?n:o}}function sd({actions:e}){return e.
find(({kind:t})=>t==="move")?.atMs}function tO(e){let t=sd(e)??Number.NEGATIVE_INFINITY;return K(e).filter(({startedAtMs:n})=>n>=t)}function hb(e,t){if(!(t===void 0||
!(t-1>=XT)))return Math.max(0,e)/(t-1)}var gb=M(qn());function ca(e){return[...e].sort((t,n)=>t-n)[Math.floor((e.length-1)/2)]}var yb=5*6e4,nO=20,rO=6e4,oO=3,iO=3;function bb(e){let t=ad(e).slice(0,nO),n=t.slice(1).map((o,i)=>(t[i]??o)-o).filter(o=>o>0),r=ca(n);return r===void 0?yb:Math.
max(r,n.length<oO?yb:rO)}function da(e,t,n){let[r]=ad(e);if(e.pausedAtMs!==null||r===void 0||!(n>0))return;let o=t-r;return o<0?t+n:r+Math.ceil(o/n)*n}function la(e,t){
let{nowMs:n,intervalMs:r,minIntervalMs:o=0}=t,[i]=ad(e),s=i??K(e).at(-1)?.startedAtMs,a=(0,gb.default)([s,aO(e)]);if(!(a===void 0||!(n>=a+o+iO*r)||n<sO(e,t)))return{
sinceMs:a,hasRun:i!==void 0}}function sO(e,{intervalMs:t,minIntervalMs:n=0}){let[r]=K(e);return r===void 0||n<=t?Number.NEGATIVE_INFINITY:r.endedAtMs+n+t}function aO(e){
return e.actions.find(({kind:t})=>["resume","install","update"].includes(t))?.atMs}function ad(e){return K(e).filter(({trigger:t})=>t==="schedule").map(({startedAtMs:t})=>t)}var uO=36e5,cO=6e4;function Dn({lease:e},t){if(e===null||!jr(e,t))return;let n=dO(e.holder),r=t-(n??Number.NaN);return{startedAtMs:r>=-cO&&r<=uO?n:void 0}}function dO(e){
let t=Number.parseInt(/^([0-9a-z]{1,11})-/.exec(e)?.[1]??"",36);return Mn(t)?t:void 0}var lO=24*36e5;function fa(e,t){let n=bb(e);return{intervalMs:n,nextRunAtMs:da(e,t,n),lastRun:K(e)[0],frontierMs:aa(e),speed:fO(e,t,n)?0:ua(e,n),lastDay:pO(K(e),
t-lO)}}function pa({speed:e,lastRun:t,frontierMs:n},r){return e!==0&&t?.outcome==="caught-up"?Nt(t):n===void 0?void 0:r-n}function fO(e,t,n){return Dn(e,t)!==void 0?
!1:e.pausedAtMs!==null||la(e,{nowMs:t,intervalMs:n})!==void 0}function pO(e,t){let n=e.filter(({startedAtMs:s})=>s>=t),r=e.at(-1),o=n.flatMap(s=>s.deliveries),i=H.
map(s=>(0,Sb.default)(o.map(({destination:a,logs:u})=>a===s?se(u):0)));return{isComplete:r!==void 0&&r.startedAtMs<t,runs:n.length,logs:(0,wb.default)(i)??0}}function ae(e,t,n=""){return{tone:e,headline:t,advice:n}}var mO=3;function ud(e,t,n){let r=K(e),[o]=r;switch(o?.outcome){case void 0:return ae("busy","No run ye\
t.");case"caught-up":return hO(e,o,t.nowMs);case"out-of-time":return vb(e,t,{gaining:"Catching up",losing:"Falling behind",advice:"Raise MAX_RUN_SECONDS, or let\
 the schedule run more often."});case"rate-limited":return vb(e,t,{gaining:"Waiting for the rate limit",losing:"Held back by the rate limit",advice:"Use less of\
 the allowance of the Management API elsewhere, get a larger one, or let the schedule run more often."});case"stopped":return yO(r,o,n);case"misconfigured":return ae(
"bad","Misconfigured: nothing is exported until this is put right.",ko(Lo(o))||Rr(o.reason??"Testing the connections shows what is wrong"))}}function hO(e,t,n){
let r=kr(Math.min(t.startedAtMs,n),n),o=`Logs are flowing: everything up to ${r==="just now"?"now":r} is in Azure`,i=e.deadLetters.length;if(i>0)return ae("warn\
ing",`${o}, except ${I(i,"dead letter")}.`,"Dead letters are records that Azure refused on their own. See why, then replay or discard them.");let s=sn(t).filter(
u=>!St(u)),a=s.every(Po);return ae(a?"good":"warning",`${o}.`,ko(s))}function vb(e,{nowMs:t,intervalMs:n},{gaining:r,losing:o,advice:i}){let s=aa(e);if(s===void 0)
return ae("busy",`${r}: how far behind is not known yet.`);let a=t-s,u=`about ${ie(a)} behind`,c=ua(e,n);if(c===void 0)return ae("busy",`${r}: ${u}; the next ru\
ns show how long it takes.`);let d=hb(a,c);return d===void 0?ae("warning",`${o}: ${u}, and at this speed it does not get less.`,i):ae("busy",`${r}: ${u}; at thi\
s speed done in about ${ie(d)}.`)}function yO(e,{reason:t},n){let r=e.findIndex(({outcome:s})=>s!=="stopped"),o=r===-1?e.length:r,i=o>=mO;return ae(i?"bad":"war\
ning",Rr(`Stopped: ${t??"the last run could not go on"}`),i?`The last ${I(o,"run")} stopped. Each next one tries again and skips no log, but Auth0 keeps logs fo\
r 1 to 30 days only. Put right what the reason names; testing the connections shows what works.`:`Nothing is lost: the next run goes on where this one ended, in\
 about ${ie(n)}.`)}var xb=["bad","warning","busy","good"];function Rb(e,t,n){let[r]=K(e),o=(r?.deliveries??[]).map(({destination:c})=>({destination:c,health:ud(xr(e,c),t,n)})),[i,
...s]=o.sort((c,d)=>xb.indexOf(c.health.tone)-xb.indexOf(d.health.tone)),a=i?.health.headline;if(r===void 0||i===void 0||s.every(({health:c})=>c.headline===a))return ud(
e,t,n);let u=s.map(({destination:c,health:d})=>{let f=Ro(r,c);return f===void 0||gt(f)?Ab(c,d):gO(c,d)});return ae(i.health.tone,[Ab(i.destination,i.health),...u].
join(" "),[...new Set(o.map(({health:c})=>c.advice))].join(" ").trim())}function Ab(e,{headline:t}){return`${$(e)} – ${Vc(t)}`}function gO(e,{tone:t,headline:n}){
let r=t==="good"?".":` – ${Vc(n)}`;return`The ${$(e)} goes on${r}`}function Eb(e,t){return bO(t)??wO(e,t)??xO(e,t)??SO(e,t)??AO(e,t)??RO(e,t)??Rb(e,t,kb(e,t))}function bO({problems:e}){let{length:t}=e;if(t!==0)return ae("bad",`\
Misconfigured: nothing is exported until ${I(t,"problem")} in the settings ${t===1?"is":"are"} put right.`,ko(e))}function wO(e,{nowMs:t}){let{pausedAtMs:n}=yn(
e);if(n===null)return;let r=Dn(e,t)!==void 0;if(r&&e.pausedAtMs===null)return ae("busy","Pausing: the run that is under way ends first.");let o=t-n,i=o>0?` for ${ie(
o)}`:"",s=r?"a run that an administrator began is under way; no scheduled run comes":"nothing is exported",a=e.actions.find(({kind:u})=>u==="pause")?.by;return ae(
r?"busy":"warning",`Paused${i}${a===void 0?"":` by ${Ie(a,100)}`}: ${s} until the export is resumed.`,"Auth0 keeps what waits meanwhile, but only for the log re\
tention of the tenant, which is 1 to 30 days by plan. Resume the export before that.")}function SO(e,{nowMs:t}){if(!(K(e).length>0||Dn(e,t)===void 0))return ae(
"busy","The first run is under way.")}var vO=10*6e4;function xO(e,{nowMs:t}){let n=H.map(o=>ue(re(e,o)??"")),r=Math.max(...n.map(o=>(o??t)-t));if(!(r<=vO))return ae(
"bad",`The checkpoint lies ${ie(r)} in the future: nothing is exported until then.`,"Move it back to where the export should go on.")}function AO(e,t){let{nowMs:n,
intervalMs:r}=t,o=la(e,t),i=ie(r);if(o!==void 0){let s=ie(n-o.sinceMs),a=o.hasRun?`for ${s}`:`yet, after ${s}`;return ae("bad",`The scheduler is silent: no sche\
duled run ${a}, though one should come every ${i}.`,"Start a run by hand to export what waits, and see in the Auth0 dashboard whether the extension is installed\
 and its schedule is on. Reinstalling is the last resort, because it deletes the checkpoint.")}if(!(K(e).length>0))return ae("busy",`No run yet. The first one c\
omes within ${i}.`)}function RO(e,t){let n=sd(e),[r]=K(e);if(!(n===void 0||r===void 0||r.startedAtMs>=n))return ae("busy",`The checkpoint was moved ${kr(n,t.nowMs)}\
; the next run goes on from there, in about ${ie(kb(e,t))}.`)}function kb(e,{nowMs:t,intervalMs:n}){return(da(e,t,n)??t+n)-t}async function _b(e,t,n,r){let{last:o}=e,i=o?.tenant===t?n-o.askedAtMs:Number.POSITIVE_INFINITY;if(o!==void 0&&i>=0&&i<6e5)return o.atMs;let s=await r();return e.
last={tenant:t,askedAtMs:n,atMs:s},s}function ma(e,[t,n],r){if(e.length<=r)return e.map(s=>Tb(s.atMs,[s],s));let o=(n-t)/r,i=new Map;for(let s of e){let a=Math.min(r-1,Math.max(0,Math.floor((s.atMs-
t)/o))),u=i.get(a);u===void 0?i.set(a,[s]):u.push(s)}return[...i].flatMap(([s,a])=>{let[u]=a;return u===void 0?[]:[Tb(t+(s+.5)*o,a,u)]})}function Tb(e,t,n){return{
atMs:e,items:t,first:n,last:t.at(-1)??n}}var ld=M(qn()),Lb=M(Vr());function cd([e,t],[n,r]){let o=t-e;return i=>{let s=o>0&&!Number.isNaN(i)?Mr((i-e)/o,0,1):0;return Or(n+s*(r-n))}}function Or(e){return Math.round(e*10)/10}function Mr(e,t,n){
return Math.min(n,Math.max(t,e))}var dd=6e4,Mb=60*dd,ya=24*Mb,EO=10*dd,kO=[...[1,2,5,10,15,30].map(e=>e*dd),...[1,2,3,4,6,12].map(e=>e*Mb),...[1,10,100,1e3,1e4,1e5,1e6,1e7,1e8].flatMap(e=>[1,2,
5].map(t=>t*e*ya))],_O=50*ya,TO=1e3*ya;function ga(e){let t=e[0]??0,n=e.at(-1)??0,r=Math.max(0,EO-(n-t));return[Mr(Math.floor(t-r/2),-864e13,864e13),Mr(Math.ceil(
n+r/2),-864e13,864e13)]}function Pb([e,t],n){let r=kO.find(i=>Ob(e,t,i)<=n)??t-e,o=Math.ceil(e/r);return Array.from({length:Ob(e,t,r)},(i,s)=>OO((o+s)*r,r))}function Ob(e,t,n){
return Math.floor(t/n)-Math.ceil(e/n)+1}function OO(e,t){let{day:n,month:r,year:o,clock:i}=Fg(e);return t>=TO?{atMs:e,text:o}:t>=_O?{atMs:e,text:r}:t>=ya?{atMs:e,
text:n}:{atMs:e,text:i==="00:00"?n:i,isoTime:Pn(e)}}var Pr=520,Io=187,Lr=54,Ir=Pr-12,fd=26,Cr=Io-26,MO=5;function ba(e){let{span:t,points:n,ticksTo:r,margin:o=0}=e,i=r((0,ld.default)(n.map(({value:u})=>u))??0),s=cd(
t,[Lr+o,Ir-o]),a=cd([0,i.at(-1)?.value??1],[Cr,fd]);return{label:PO(e),ticks:i.map(u=>({...u,y:a(u.value)})),timeTicks:Pb(t,MO).map(u=>({...u,x:s(u.atMs)})),xOf:s,
yOf:a}}function PO({name:e,points:t,textOf:n}){let[r]=t,o=t.at(-1);if(r===void 0||o===void 0)return`${e}: nothing to show yet.`;let i=t.map(({value:a})=>a),s=t.
filter(({run:a})=>gt(a)).length;return`${e}, in ${I(t.length,"run")} from ${Ct(r.atMs)} to ${Ct(o.atMs)}: at least ${n((0,Lb.default)(i)??0)}, at most ${n((0,ld.default)(
i)??0)}, last ${n(o.value)}; ${s} failed.`}function wa(e){return e.filter(({work:t})=>t===void 0).reverse().sort((t,n)=>t.startedAtMs-n.startedAtMs)}var pd=5;function Ib(e){let t=Math.max(1,se(e)),n=Math.max(1,Db(t));return Nb(n,t).map(r=>({value:r,text:jc(r)}))}var md=1e3,Co=60*md,Sa=60*Co,va=24*Sa,LO=[...[
15,30].map(e=>e*md),...[1,2,5,10,15,30].map(e=>e*Co),...[1,2,3,6,12].map(e=>e*Sa)],IO=Co;function Cb(e){let t=Math.max(IO,se(e)),n=LO.find(i=>i*pd>=t)??va*Math.
max(1,Db(t/va)),[r,o]=CO(n);return Nb(n,t).map(i=>({value:i,text:i===0?"0":`${jc(i/r)} ${o}`}))}function CO(e){return e<Co?[md,"s"]:e<Sa?[Co,"min"]:e<va?[Sa,"h"]:
[va,"d"]}function Db(e){let t=10**Math.floor(Math.log10(e/pd));return([1,2,5].find(r=>r*t*pd>=e)??10)*t}function Nb(e,t){let n=Math.ceil(t/e);return Array.from(
{length:n+1},(r,o)=>o*e)}var DO=90,NO=45,FO=4;function Fb(e){let t=wa(e),n=ga(t.map(({startedAtMs:a})=>a)),r=BO(t),o=ba({name:"Lag after each run",span:n,points:r.flat(),ticksTo:Cb,textOf:Ce}),
i=r.map(a=>ma(a,n,DO).map(u=>HO(u,o))),s=i.flat();return{frame:o,dots:s,dotRadius:s.length>NO?1.5:3,lines:i.filter(a=>a.length>1).map(UO)}}function BO(e){let t=e.
slice(1).map((i,s)=>i.startedAtMs-(e[s]?.startedAtMs??0)),n=(ca(t)??0)*FO,r=[[]],o=e[0]?.startedAtMs??0;for(let i of e){let s=Nt(i),a=i.startedAtMs;(s===void 0||
a-o>n)&&r.push([]),s!==void 0&&r.at(-1)?.push({atMs:a,value:s,run:i}),o=a}return r}function HO({items:e,first:t},{xOf:n,yOf:r}){let o=e.reduce((s,a)=>a.value>s.
value?a:s,t),i=e.length===1?"":`, the highest of ${e.length} runs`;return{x:n(o.atMs),y:r(o.value),title:`${Ct(o.atMs)}: ${Ce(o.value)}${i}`}}function UO(e){return`\
M${e.map(({x:t,y:n})=>`${t} ${n}`).join("L")}`}var Bb=Pr-42;function Aa({frame:e,children:t}){return g("svg",{viewBox:`0 0 ${Pr} ${Io}`,role:"img","aria-label":e.label,children:[t.length===0?l(xa,{x:Pr/2,y:Io/
2,text:"Nothing to show yet"}):l($O,{frame:e}),t]})}function $O({frame:{ticks:e,timeTicks:t}}){let n=t.some(({isoTime:r})=>r===void 0);return g(E,{children:[n&&
l(xa,{x:Ir,y:fd-12,anchor:"end",text:"days in UTC"}),e.map(({y:r,text:o,value:i})=>g(E,{children:[l("path",{class:i===0?"plot-axis":"plot-grid",d:`M${Lr} ${r}H${Ir}`}),
l(xa,{x:Lr-6,y:r+4,anchor:"end",text:o})]})),t.map(({x:r,text:o,isoTime:i})=>g(E,{children:[l("path",{class:"plot-axis",d:`M${r} ${Cr}v4`}),l(xa,{x:r>Bb?Pr-2:r,
y:Io-6,anchor:r>Bb?"end":"middle",text:o,time:i})]}))]})}function xa({x:e,y:t,anchor:n="middle",text:r,time:o}){return l("text",{class:"plot-text","text-anchor":n,
x:e,y:t,"data-time":o,children:r})}function Hb({runs:e}){let{frame:t,lines:n,dots:r,dotRadius:o}=Fb(e);return l(Aa,{frame:t,children:[...n.map(i=>l("path",{class:"plot-line",d:i})),...r.map(({x:i,
y:s,title:a})=>l("circle",{class:"plot-dot",cx:i,cy:s,r:o,children:l("title",{children:a})}))]})}var gd=M(qn()),Ub=M(rt());var hd={"caught-up":{tone:"good",text:"caught up",meaning:"Nothing was left to export."},"out-of-time":{tone:"busy",text:"out of time",meaning:"More was left to\
 export; the next run goes on from here."},"rate-limited":{tone:"warning",text:"rate limited",meaning:"A rate limit was reached; the next run goes on from here."},
stopped:{tone:"bad",text:"stopped",meaning:"The run could not go on; the next one tries again from here."},misconfigured:{tone:"bad",text:"misconfigured",meaning:"\
Nothing is exported until a person puts this right."}},KO={tone:"good",text:"replayed",meaning:"Dead letters were sent again."},WO={tone:"warning",text:"refused\
 again",meaning:"Azure refused some of the dead letters again; they wait where they were."};function an(e){return e.work!=="replay"||e.outcome!=="caught-up"?hd[e.
outcome]:Mo(e)>0?WO:KO}var GO={schedule:"schedule",administrator:"an administrator","command-line":"command line"};function Ra({trigger:e,by:t=""}){return Ie(t,
100)||GO[e]}var VO=113,jO=24,qO=14,zO=.7,YO=1,JO=2,XO=6;function $b(e){let t=wa(e).map(u=>({atMs:u.startedAtMs,value:Dt(u),run:u})),n=ga(t.map(({atMs:u})=>u)),r=ma(t,n,VO),
o=(Ir-Lr)/Math.max(jO,r.length),i=Or(Mr(o*zO,1.5,qO)),s=ba({name:"Logs per run",span:n,points:t,ticksTo:Ib,textOf:j,margin:i/2}),a=r.flatMap(u=>{let c=Or(s.xOf(
u.atMs)-i/2),d=QO(u);return[!1,!0].flatMap(f=>{let h=(0,gd.default)(yd(u.items.filter(({run:m})=>gt(m)===f)));if(h===void 0)return[];let p=Or(Math.max(ZO(h,f),Cr-
s.yOf(h)));return[{x:c,y:Or(Cr-p),width:i,height:p,isFailed:f,title:d}]})});return{frame:s,bars:a}}function ZO(e,t){return t?XO:e===0?YO:JO}function yd(e){return e.
map(({value:t})=>t)}function QO({items:e,first:t,last:n}){let r=I((0,Ub.default)(yd(e)),"log");if(e.length===1)return`${Ct(t.atMs)}: ${r}, ${an(t.run).text}`;let o=e.
filter(({run:i})=>gt(i)).length;return`${Ct(t.atMs)} to ${Ct(n.atMs)}: ${r} in ${e.length} runs, at most ${j((0,gd.default)(yd(e))??0)} in one${o===0?"":`; ${o}\
 failed`}`}function Kb({runs:e}){let{frame:t,bars:n}=$b(e);return l(Aa,{frame:t,children:n.map(({x:r,y:o,width:i,height:s,isFailed:a,title:u})=>l("rect",{class:a?"plot-bar\
-bad":"plot-bar",x:r,y:o,width:i,height:s,children:l("title",{children:u})}))})}function Dr({prefix:e,runId:t,children:n}){return l("a",{href:`${e}/runs/${encodeURIComponent(t)}`,children:n})}function Do({prefix:e,run:t}){return l(Dr,{prefix:e,
runId:t.runId,children:l(W,{atMs:t.startedAtMs})})}function Ea({children:e}){return g(D,{tone:"warning",children:["This export uses the HTTP Data Collector API. Microsoft ended its support on 14 September 2026: \
it still takes data, without a promise and without a date at which it is switched off. Should it refuse one day, the export stops, says so, and keeps its place.\
 ",e]})}var Wb=M(Vr()),Gb=M(rt());var eM=12;function Vb(e){return H.map(t=>tM(e,t)).reduce((t,n)=>n.total>t.total?n:t)}function tM({history:e},t){let n=new Map,r=[],o=0;for(let{deliveries:a,startedAtMs:u}of e)
for(let{destination:c,types:d,logs:f}of a){if(c!==t||d===void 0)continue;r.push(u);let h=0;for(let[p,m]of Object.entries(d)){let b=se(m);n.set(p,(n.get(p)??0)+b),
h+=b}o+=Math.max(h,se(f))}let i=nM(n),s=o-(0,Gb.default)(i.map(a=>a.count));return{types:s>0?[...i,{name:"Others",count:s}]:i,total:o,sinceMs:(0,Wb.default)(r)}}
function nM(e){return[...e].filter(([,t])=>t>0).sort(([t,n],[r,o])=>o-n||(t<r?-1:1)).slice(0,eM).map(([t,n])=>{let{event:r,category:o}=rr(t);return{code:t,name:r,
category:o,count:n}})}var jb=160;function qb({state:e}){let{types:t,total:n,sinceMs:r}=Vb(e);if(n===0)return null;let o=[["Type",({name:i,code:s})=>g(E,{children:[Ie(i,80)," ",l("spa\
n",{class:"faint",children:s&&Ie(s,40)})]})],["Category",({category:i})=>i??"–","optional"],["Logs",({count:i})=>j(i),"number"],["Share",({count:i})=>l(rM,{share:i/
n})]];return g("section",{children:[l("h2",{children:"What arrived"}),g("p",{class:"faint",children:[I(n,"log")," in the runs since ",l(W,{atMs:r}),"."]}),l(yt,
{label:"What arrived",columns:o,items:t})]})}function rM({share:e}){return g("span",{class:"row-share",children:[l("span",{children:Gg(e)}),l("svg",{class:"shar\
e",viewBox:`0 0 ${jb} 10`,"aria-hidden":"true",children:l("rect",{width:Math.max(1,Math.round(e*jb)),height:"10",rx:"3"})})]})}function Ft({run:e}){let{tone:t,text:n}=an(e);return l("span",{class:`badge ${t}`,children:n})}var oM=[["Destination",e=>l(iM,{faring:e})],["Lag",({lagMs:e})=>Ce(e),"number"],["Newest exported log",({figures:e})=>l(W,{atMs:e.lastRun?.lastExportedAtMs}),"o\
ptional"],["Dead letters",({letters:e})=>j(e),"number"]];function iM({faring:e}){let{kind:t,place:n,figures:r}=e,{lastRun:o}=r;return g(E,{children:[l("strong",
{children:$(t)})," ",o&&l(Ft,{run:o}),l("div",{class:"faint",children:n}),l("div",{class:"hint optional",children:o?.reason})]})}function zb({destinations:e,state:t,
nowMs:n}){let r=e.map(o=>{let i=xr(t,o.kind),s=fa(i,n),a=pa(s,n);return{...o,figures:s,lagMs:a,letters:i.deadLetters.length}});return l(yt,{label:"Destinations",
columns:oM,items:r})}function Yb({frame:e,state:t,nowMs:n,figures:r,destinations:o}){let{lastRun:i,nextRunAtMs:s,lastDay:a}=r,{prefix:u}=e,c=pa(r,n),d=t.deadLetters.length,f=[["Lag",
Ce(c),aM(c)],i===void 0?["Last run","none yet",""]:["Last run",kr(i.startedAtMs,n),g(E,{children:[l(Do,{prefix:u,run:i})," ",l(Ft,{run:i})]})],s===void 0?["Next\
 run","–",t.pausedAtMs===null?"not known yet":"paused"]:["Next run",s-n<1e3?"due now":`in ${ie(s-n)}`,g(E,{children:[l(W,{atMs:s}),", every ",ie(r.intervalMs)]})],
[a.isComplete?"Logs in 24 hours":"Logs so far",j(a.logs),`in ${I(a.runs,"run")}`],["Dead letters",j(d),d===0?"none wait":l("a",{href:`${u}/dead-letters`,children:"\
look at them"})],...o.length>1?[]:o.map(sM)];return l("dl",{class:"tiles",children:f.map(([h,p,m])=>g("div",{class:"tile",children:[l("dt",{children:h}),l("dd",
{children:p}),l("dd",{children:m})]}))})}function sM({kind:e,place:t}){return["Destination",t,$(e)]}function aM(e){return e===void 0?"not known yet":e===0?"noth\
ing was left to export":"since the last exported log"}function Jb(e){let{frame:t,done:n,state:r,nowMs:o,health:i,retention:s,destinations:a}=e,u=Ke(r),c=Dn(r,o)!==void 0;return g(E,{children:[l("h1",{children:"Over\
view"}),l(Sr,{done:n}),g("div",{"data-live-part":"health","data-under-way":c,children:[l("div",{class:`notice health ${i.tone}`,children:g("div",{children:[l("p",
{class:"headline",children:i.headline}),c&&l("p",{class:"badge busy pulse",children:"a run is under way"}),i.advice!==""&&l("p",{children:i.advice})]})}),l(cM,{
...e}),s!==void 0&&l(D,{tone:s.tone,children:s.sentence}),r.requests.length>0&&l(D,{tone:"busy",children:"What an administrator asked for waits until the run un\
der way next stores its place."})]}),g("div",{class:"row","data-live-part":"actions",children:[r.pausedAtMs!==null&&l(Oe,{frame:t,path:"/resume",busyText:"Resum\
ing…",children:l(J,{children:"Resume the export"})}),l(Oe,{frame:t,path:"/run",busyText:"Running…",children:l(J,{class:r.pausedAtMs===null?void 0:"quiet",children:"\
Run now"})}),l("a",{class:"button quiet",href:`${t.prefix}/actions`,children:"More actions"})]}),l("p",{class:"hint","data-live-status":!0,role:"status"}),g("di\
v",{"data-live-part":"tiles",children:[l(Yb,{...e}),a.length>1&&l(zb,{...e})]}),g("div",{class:"plots","data-live-part":"plots",children:[g("figure",{children:[
l("figcaption",{children:"Logs per run"}),l(Kb,{runs:u})]}),g("figure",{children:[l("figcaption",{children:"Lag after each run"}),l(Hb,{runs:u})]})]}),l("div",{
"data-live-part":"arrived",children:l(qb,{state:r})}),a.some(({kind:d})=>d==="data-collector")&&g(Ea,{children:[l("a",{href:`${t.prefix}/switch`,children:"Switc\
h to the Logs Ingestion API"}),a.length>1&&": the page shows where you stand","."]})]})}var uM=168*36e5;function cM({frame:e,state:t,nowMs:n}){let r=t.history.find(
o=>sn(o).some(St));return r===void 0||n-r.endedAtMs>uM?null:g(D,{tone:"warning",children:[sn(r).find(St)," ",l(Dr,{prefix:e.prefix,runId:r.runId,children:"The r\
un that found it"})]})}var dM=24*36e5,lM=1/4;function Xb(e){let{oldestRetainedAtMs:t,frontierMs:n,speed:r,nowMs:o}=e;if(!Mn(t)||t>o||n>=o)return;let i=n-t;if(i<0)return{tone:"bad",sentence:`\
Logs are being lost now: Auth0 has already deleted logs that were not exported, up to ${ie(-i)} of them.`};if(r!==void 0&&r>=1)return{tone:"good",sentence:"The \
export is at least as fast as Auth0 deletes old logs: none is lost."};let s=i/(1-(r??0));return{tone:s<dM||s<(o-t)*lM?"warning":"good",sentence:`${r===void 0?"I\
f the export does not go on":"At the present speed"}, Auth0 begins to delete logs that are not exported yet in about ${ie(s)}.`}}var Zb={title:"Overview",section:"overview",isLive:!0},fM=36e5;function pM(e,t){return e.ok?e.settings.destinations.map(mM):H.filter(r=>re(t,r)!==void 0).map(r=>({
kind:r,place:"–"}))}function mM(e){let{kind:t}=e;return{kind:t,place:t==="data-collector"?`${e.logType}_CL`:e.stream}}function Qb(e){let{clock:t,values:n,memory:r,
work:o}=e;async function i(s,{frontierMs:a,speed:u},c){if(a===void 0||c-a<fM)return;let d=await _b(r.oldestLog,String(n.AUTH0_DOMAIN),c,()=>o.oldestLogAtMs(s));
return Xb({oldestRetainedAtMs:d,frontierMs:a,speed:u,nowMs:c})}return Y().get("/",s=>ze(e,s,Zb,async a=>{let u=t.now(),c=Tr(n),d=fa(a,u),{intervalMs:f}=d,h=c.ok?
[]:c.problems.map(An),p=c.ok?c.settings.minIntervalMs:0;return e.render(s,Zb,l(Jb,{frame:e.frameOf(s),done:s.query("done"),state:a,nowMs:u,figures:d,health:Eb(a,
{nowMs:u,problems:h,intervalMs:f,minIntervalMs:p}),retention:await i(a,d,u),destinations:pM(c,a)}))}))}function nw(e){let t=[...Ke(e)],n=[];for(let r of e.actions){let o=t.findIndex(s=>s.startedAtMs<r.atMs),i=t.splice(0,o===-1?t.length:o);n.push(...i.map(ew),{kind:"\
action",action:r})}return[...n,...t.map(ew)]}function ew(e){return{kind:"run",run:e}}function rw(e){let t=[];for(let n of e){let r=tw(t.at(-1)),o=tw(n);r.length>
0&&o.length>0?t[t.length-1]={kind:"idle",runs:[...r,...o]}:t.push(n)}return t}function tw(e){return e?.kind==="idle"?e.runs:e?.kind==="run"&&fb(e.run)?[e.run]:[]}
var bd={all:()=>!0,failed:e=>e.kind==="run"&&od(e.run),"with-logs":e=>e.kind==="run"&&Dt(e.run)>0,actions:e=>e.kind==="action"};var wd=50,ow=[["all","All"],["failed","Failed or with warnings"],["with-logs","With logs"],["actions","Actions"]];function iw(e,t){let n=nw(e),r=hM(t.filter),o=rw(
n.filter(bd[r])),i=o.length,s=Math.max(1,Math.ceil(i/wd)),a=Math.min(s,yM(t.page)),u=(a-1)*wd,c=Math.min(i,u+wd);return{filter:r,filters:ow.map(([d,f])=>({name:d,
title:f,count:n.filter(bd[d]).length})),entries:o.slice(u,c),page:a,pages:s,first:Math.min(i,u+1),last:c,total:i}}function hM(e){return ow.find(([t])=>t===e)?.[0]??
"all"}function yM(e=""){return/^[1-9]\d{0,8}$/.test(e)?Number(e):1}function sw({prefix:e,found:{run:t,newerId:n,olderId:r}}){let o=vr(t);return g(E,{children:[g("h1",{children:["Run of ",l(W,{atMs:t.startedAtMs})]}),l(gM,{run:t}),
l(bM,{run:t}),t.deliveries.map((i,s)=>l(wM,{delivery:i,ending:o[s]})),!sa(t)&&l("p",{class:"hint",children:"This run is so long ago that only its figures are ke\
pt; its warnings and types are gone."}),g("p",{class:"row",children:[l("a",{class:"button quiet",href:`${e}/runs/${encodeURIComponent(t.runId)}/report.json`,download:!0,
children:"Download as JSON"}),n!==void 0&&l(Dr,{prefix:e,runId:n,children:"The run after it"}),r!==void 0&&l(Dr,{prefix:e,runId:r,children:"The run before it"}),
l("a",{href:`${e}/runs`,children:"All runs"})]})]})}function gM({run:e}){let{tone:t,meaning:n}=an(e),r=new Set(vr(e).map(({outcome:o})=>o));return g(E,{children:[
g(D,{tone:t,children:[l("p",{children:r.size>1?"It ended in another way for each destination; the worse one is told first.":n}),e.reason!==void 0&&g("p",{children:[
"Why: ",e.reason]}),Lo(e).map(o=>l("p",{children:o}))]}),sn(e).map(o=>l(D,{tone:Po(o)?"busy":"warning",word:"Note",children:o}))]})}function bM({run:e}){let{pages:t,
pageRetries:n=0,capacityLogs:r}=e;return l(In,{facts:[["Outcome",l(Ft,{run:e})],["Began by",Ra(e)],["Took",Ce(Oo(e))],["Pages read",t&&`${j(t)}, with ${I(n,"ret\
ry","retries")}`],["Lag at its end",Ce(Nt(e))],["Last log exported",l(W,{atMs:e.lastExportedAtMs})],["One run can carry about",r&&I(r,"log")],["Id",l(tt,{id:e.runId})]]})}
function wM({delivery:e,ending:t}){let{destination:n,logs:r=0,batches:o=0,retries:i=0,deadLetters:s=0}=e,{checkpoint:a,bytes:u,truncatedRecords:c,types:d}=e,f=u===
void 0?"":` (${Kg(u)})`;return g("section",{children:[l("h2",{children:$(n)}),l(In,{facts:[["Outcome",t&&l(Ft,{run:t})],["Why",t?.reason],["Delivered",`${I(r,"l\
og")} in ${I(o,"batch","batches")}${f}`],["Retries",j(i)],["Shortened to fit",c&&I(c,"record")],["Kept as dead letters",j(s)],["Lag at its end",t&&Ce(Nt(t))],["\
Last log exported",t&&l(W,{atMs:t.lastExportedAtMs})],["Goes on after",a&&l(tt,{id:a})],["Types",d&&l(SM,{types:d})]]})]})}function SM({types:e}){return l("ul",
{children:Object.entries(e).map(([t,n])=>g("li",{children:[j(n)," × ",_r(t)]}))})}function ka({id:e}){if(e===void 0)return null;let t=ue(e);return t===void 0?l(tt,{id:e}):l(W,{atMs:t})}var aw={pause:"paused the export",resume:"resumed the export",move:"moved the checkpoint",discard:"discarded dead letters",test:"tested the connections",view:"l\
ooked at a dead letter",install:"installed the extension",update:"updated the extension"};function uw({by:e}){return Ie(e,100)||"somebody"}function vM(e){return[["Started",t=>l(Do,{prefix:e,run:t})],["Outcome",t=>l(_M,{run:t})],["Began by",Ra,"optional"],["Took",t=>Ce(Oo(t)),"number optional"],["Lo\
gs",xM,"number"],["Batches",t=>j(lb(t)),"number optional"],["Retries",t=>j(td(t)),"number optional"],["Lag",t=>Ce(Nt(t)),"number"],["Checkpoint",AM,"optional"]]}
function xM(e){let t=vr(e).map(Dt),n=t.length>1&&new Set(t).size===1;return`${j(Dt(e))}${n?" each":""}`}function AM({deliveries:e}){return[...new Set(e.map(({checkpoint:n})=>n))].
map(n=>l("div",{children:l(ka,{id:n})}))}function cw({prefix:e,list:t}){let{filter:n,filters:r,entries:o}=t,i=vM(e);return g(E,{children:[l("h1",{children:"Runs"}),
l("nav",{class:"filters","aria-label":"Which runs",children:r.map(({name:s,title:a,count:u})=>g("a",{href:`${e}/runs?show=${s}`,"aria-current":s===n&&"true",children:[
a," (",j(u),")"]}))}),l("p",{class:"hint","data-live-status":!0,role:"status"}),g("div",{"data-live-part":"runs",children:[o.length===0?l("p",{class:"card",children:n===
"all"?"No run yet.":"There is nothing of that kind."}):l(Xc,{label:"Runs",columns:i,children:o.map(s=>l(RM,{prefix:e,columns:i,entry:s}))}),l(OM,{prefix:e,list:t})]})]})}
function RM({prefix:e,columns:t,entry:n}){if(n.kind==="run")return l(Zc,{columns:t,item:n.run});let r=n.kind==="idle";return g("tr",{class:r?"folded":void 0,children:[
l("td",{children:l(W,{atMs:r?n.runs[0]?.startedAtMs:n.action.atMs})}),l("td",{colspan:t.length-1,children:r?l(EM,{prefix:e,runs:n.runs}):l(kM,{action:n.action})})]})}
function EM({prefix:e,runs:t}){return g("details",{children:[g("summary",{children:[I(t.length,"run")," since ",l(W,{atMs:t.at(-1)?.startedAtMs})," found nothin\
g new"]}),l("ul",{children:t.map(n=>g("li",{children:[l(Do,{prefix:e,run:n})," took ",Ce(Oo(n))]}))})]})}function kM({action:e}){let{kind:t,detail:n}=e;return g(
E,{children:[l("span",{class:"badge",children:"action"})," ",uw(e)," ",aw[t],n===""?"":`: ${Ie(n)}`]})}function _M({run:e}){let t=Mo(e),n=rd(e);return g(E,{children:[
l(Ft,{run:e}),n!==""&&!gt(e)&&l("span",{class:"badge warning",children:"see why"}),t>0&&l("span",{class:"badge warning",children:I(t,"dead letter")}),n!==""&&l(
"div",{class:"hint",children:Ie(n,90)}),l(TM,{runs:vr(e)})]})}function TM({runs:e}){let t=e.map(n=>`${I(Dt(n),"log")}, ${an(n).text}`);return new Set(t).size<2?
null:l(E,{children:e.map(({deliveries:[n]},r)=>g("div",{class:"hint",children:[n&&$(n.destination),": ",t[r]]}))})}function OM({prefix:e,list:t}){let{filter:n,page:r,
pages:o,first:i,last:s,total:a}=t;if(o===1)return null;let u=c=>`${e}/runs?show=${n}&page=${c}`;return g("nav",{class:"pages","aria-label":"Pages of the list",children:[
r>1&&l("a",{href:u(r-1),rel:"prev",children:"Newer"}),g("span",{children:[i," to ",s," of ",j(a)]}),r<o&&l("a",{href:u(r+1),rel:"next",children:"Older"})]})}var dw={title:"Runs",section:"runs",isLive:!0},lw={title:"Run",section:"runs"};function fw(e){let{prefix:t}=e;return Y().get("/runs",n=>ze(e,n,dw,r=>{let o={filter:n.
query("show"),page:n.query("page")},i=iw(r,o);return e.render(n,dw,l(cw,{prefix:t,list:i}))})).get("/runs/:id",n=>ze(e,n,lw,r=>{let o=Eo(r,n.id);if(o!==void 0)return e.
render(n,lw,l(sw,{prefix:t,found:o}))})).get("/runs/:id/report.json",async n=>{let r=await It(e.store),o=r.status==="state"?Eo(r.state,n.id):void 0;if(o===void 0)
return;let s=`attachment; filename="run-${o.run.runId.replace(/[^\w-]/g,"_").slice(0,60)}.json"`;return n.answerHeaders.set("content-disposition",s),n.answer(`${JSON.
stringify(o.run,null,2)}
`,200,"application/json")})}function _a(e){let{rows:t,secrets:n}=Lt(e);return t.map(r=>MM(r,n))}function MM(e,t){let{row:n,outcome:r}=e,o=r.status!=="unused",i=IM(e,t);return{name:n.name,meaning:n.
meaning,expected:n.kind.expected,isSecret:Zt(n),isRequired:n.isRequired&&o,isForPage:n.isForPage===!0,isUsed:o,origin:PM(e),shown:LM(e,t),...i===void 0?{}:{problem:i}}}
function PM({row:e,given:t}){return t!==void 0?e.isGivenByPlatform?"given":"set":e.default===void 0?"not-set":"default"}function LM({row:e,given:t},n){return t===
void 0?e.default??"not set":Zt(e)?"set":xn(t,n,Ji)}function IM({row:e,given:t,outcome:n},r){if(n.status==="missing")return n.problem;if(n.status!=="wrong")return;
let o=Zt(e)?Ji(t):xn(t,r,Ji);return{...n.problem,came:o}}var CM={set:"set in the dashboard",given:"given by Auth0",default:"default","not-set":"–"},DM=[["Setting",({name:e})=>l("code",{children:e}),"name"],["Value",
({shown:e})=>e],["Came from",({origin:e})=>CM[e]],["Well-formed",e=>l(NM,{setting:e})],["Meaning",({meaning:e})=>l("span",{class:"faint",children:e}),"optional"]];
function Ta({settings:e}){return l(yt,{label:"Settings",columns:DM,items:e})}function NM({setting:{isUsed:e,problem:t}}){if(!e)return l("span",{class:"faint",children:"\
not used by the chosen destination"});let n=t===void 0;return l("span",{class:`badge ${n?"good":"bad"}`,children:n?"Yes":"No"})}function pw(e){return Y().get("/settings",t=>e.render(t,{title:"Settings",section:"settings"},l(FM,{prefix:e.prefix,settings:_a(e.values)})))}function FM({prefix:e,
settings:t}){let n=t.flatMap(({problem:r})=>r??[]);return g(E,{children:[l("h1",{children:"Settings"}),n.length===0?g(D,{tone:"good",children:["All settings are\
 well-formed. Whether Auth0 and Azure accept them, a"," ",l("a",{href:`${e}/actions`,children:"test of the connections"})," tells."]}):l(D,{tone:"bad",children:n.
map(r=>l("p",{children:An(r)}))}),l("p",{class:"faint",children:"They are changed in the Auth0 dashboard: Extensions, Installed Extensions, the wheel beside thi\
s extension. A secret is never shown, only whether it is set."}),l(Ta,{settings:t})]})}var Td=require("node:crypto");var BM=10*6e4,mw=6e4,HM=1e4,UM=5e3,$M=1e5,Sd="RS256";function yw(){return{known:void 0}}function gw(e,t,n,r){let o=r.known?.origin===e?r.known:KM(e);r.known=o;function i(){
let a=n.now()-(o.kept?.atMs??Number.NEGATIVE_INFINITY);return a>=0&&a<BM?o.kept?.keys:void 0}async function s(){if(o.underWay!==void 0)return o.underWay;let a=o.
askableAtMs-n.now();if(a>0&&a<=mw)return;o.underWay=WM(e,t);let u=await o.underWay;o.underWay=void 0;let c=n.now();return o.askableAtMs=c+(u===void 0?HM:mw),u!==
void 0&&(o.kept={keys:u,atMs:c}),u}return{async find(a){let u=i()??await s();if(u===void 0)return{status:"unreachable"};let c=await hw(u,a);if(c!==void 0)return{
status:"found",key:c};let d=await s(),f=d&&await hw(d,a);return f===void 0?{status:"unknown"}:{status:"found",key:f}}}}function KM(e){return{origin:e,kept:void 0,
askableAtMs:0,underWay:void 0}}async function WM(e,t){let n=await t.send({method:"GET",url:`${e}/.well-known/jwks.json`,headers:{accept:"application/json"},timeoutMs:UM,
maxResponseBytes:$M});if(!(n.status!=="answered"||n.statusCode!==200))try{return vc(JSON.parse(n.body))}catch{return}}async function hw(e,t){try{return await e(
{alg:Sd,kid:t})}catch{return}}var GM=/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu,bw={name:"somebody with the page password",way:"password"};function ww(e){return{name:e.map(VM).find(n=>n!=="")??"someb\
ody without a name",way:"dashboard"}}function VM(e){return typeof e!="string"?"":[...e.replace(GM,"").trim()].slice(0,100).join("").trim()}var Oa=require("node:crypto");function bt(e,t){return(0,Oa.timingSafeEqual)(Sw(e),Sw(t))}function Sw(e){return(0,Oa.createHash)("sha256").update(e).digest()}var xd="read:logs",jM=600,qM=30;async function xw({idToken:e,accessToken:t,nonce:n},r,o,i){let s={algorithms:[Sd],issuer:`${r.authority.origin}/`,clockTolerance:qM,
currentDate:new Date(i)},a=await vw(e,"id token",o,{...s,audience:r.clientId,requiredClaims:["exp","sub","nonce"],maxTokenAge:jM});if(a.status!=="verified")return a;
if(!zM(r.clientId,a.claims))return Nn("aud","id token");if(!vd(a.claims.nonce,n))return Nn("nonce","id token");let u=await vw(t,"access token",o,{...s,audience:r.
apiAudience,requiredClaims:["exp","sub","azp"]});if(u.status!=="verified")return u;if(!vd(u.claims.azp,r.clientId))return Nn("azp","access token");if(!vd(u.claims.
sub,a.claims.sub))return Nn("sub","access token");if(!YM(u.claims.scope))return{status:"not-permitted"};let{email:c,email_verified:d,sub:f}=a.claims;return{status:"\
verified",administrator:ww([d===!1?void 0:c,f])}}function zM(e,{aud:t,azp:n}){return(!Array.isArray(t)||t.length===1)&&(n===void 0||n===e)}function vd(e,t){return typeof e==
"string"&&typeof t=="string"&&bt(e,t)}function YM(e){return typeof e=="string"&&e.split(" ").includes(xd)}async function vw(e,t,n,r){let o=JM(e);if(o===void 0)return Nn(
"form",t);let i=await n.find(o);if(i.status==="unreachable")return i;if(i.status==="unknown")return Nn("key",t);try{let{payload:s}=await Ot(e,i.key,r);return{status:"\
verified",claims:s}}catch(s){return Nn(XM(s),t)}}function JM(e){try{let{kid:t}=So(e);return typeof t=="string"?t:void 0}catch{return}}function XM(e){let{claim:t}=Object(
e);return typeof t=="string"?t:"signature"}function Nn(e,t){return{status:"refused",what:`${e} of the ${t}`}}function un(e,t,{path:n,sameSite:r,lifetimeMs:o}){function i(s,a,u){let c=`Max-Age=${u}; Path=${n}; HttpOnly; Secure; SameSite=${r}`;s.answerHeaders.append("set\
-cookie",`${e}=${a}; ${c}`)}return{async write(s,a){i(s,await t.sign(a),o/1e3)},async read(s){let a=(s.headers.get("cookie")??"").split(";").map(c=>c.trim()).filter(
c=>c.startsWith(`${e}=`)).map(c=>c.slice(e.length+1));return(await Promise.all(a.map(c=>t.read(c)))).filter(c=>c!==void 0)},clear(s){i(s,"",0)}}}var ZM="log-export-login",No=10*6e4,QM=32;function Aw(e,t,n){let r=un(ZM,e,{path:t,sameSite:"None",lifetimeMs:No}),o=()=>n(QM).toString("base64url");return{async begin(i){
let s={state:o(),nonce:o()};return await r.write(i,s),s},async take(i){let s=await r.read(i);return r.clear(i),s.flatMap(({state:a,nonce:u})=>typeof a=="string"&&
typeof u=="string"?[{state:a,nonce:u}]:[])}}}var eP={"not-offered":{statusCode:403,heading:"This way in is not set up",text:"The sign-in page shows which ways there are."},"wrong-address":{statusCode:400,heading:"\
The extension does not know its own address",text:"The address in PUBLIC_WT_URL or WT_URL leads elsewhere. In the Auth0 dashboard, open the settings of the exte\
nsion and save them, so that the address is set anew, and try again."},"no-attempt":{statusCode:400,heading:"This sign-in did not begin here",text:"It was begun\
 in another browser or more than ten minutes ago, or it is over already, or this browser kept no cookie."},"other-attempt":{statusCode:400,heading:"Another sign\
-in was begun meanwhile",text:"Perhaps in another tab. Only the last one counts."},used:{statusCode:400,heading:"This sign-in was used already",text:"Each sign-\
in counts once."},denied:{statusCode:403,heading:"Auth0 did not sign you in",text:"You may have cancelled, or your dashboard account may not be one of this tena\
nt. If it never works, set PAGE_PASSWORD in the settings of the extension: it is a way in that does not need the dashboard."},unverified:{statusCode:403,heading:"\
The sign-in could not be verified",text:"What Auth0 sent is not what it should be, so nobody was signed in."},"not-permitted":{statusCode:403,heading:"You may n\
ot see the logs of this tenant",text:"Auth0 knows you, but gave you no permission to read the logs of this tenant (read:logs). Ask an administrator of the tenan\
t."},unreachable:{statusCode:503,heading:"Auth0 could not be reached",text:"Without its public keys, nobody can be signed in. Wait a moment, and try again."},"f\
oreign-form":{statusCode:403,heading:"Nothing was changed",text:"The form did not come from this page, or from before you signed in. Go back to the page, reload\
 it, and try again."},"signed-out":{statusCode:401,heading:"You are not signed in",text:"Perhaps the session is over: it lasts two hours. Nothing was changed."}};
function de({renderPage:e,paths:t},n,r,o){let{statusCode:i,heading:s,text:a}=eP[r];return e(n,{title:s,statusCode:i},g("section",{class:"card narrow",children:[
l("h1",{children:s}),l("p",{children:a}),o!==void 0&&l("p",{class:"faint",children:`What did not fit: ${o}.`}),l("p",{children:l("a",{class:"button",href:t.login,
children:"Sign in"})})]}))}function Rw(e){if(!e.sessionSecret)return{dashboard:void 0,password:void 0};let{password:t=""}=e;return{dashboard:tP(e),password:t.length<16?void 0:t}}function tP(e){
let{baseUrl:t,authority:n,tenantDomain:r}=e;if(!(t===void 0||n===void 0||!r))return{clientId:Ma(t),path:Ew(t),redirectUri:Ad(t),authority:n,tenantDomain:r,apiAudience:`\
https://${r}/api/v2/`}}function Ma(e){return e.origin+Ew(e)}function Ad(e){return`${Ma(e)}/login/callback`}function Ew(e){return e.pathname.endsWith("/")?e.pathname.
slice(0,-1):e.pathname}var nP="Auth0 Logs to Azure Log Analytics",rP=600;function kw(e){let{ways:t,paths:n,baseUrl:r,attempts:o,sessions:i,memory:s,clock:a}=e,u=Y();u.get("/.well-know\
n/oauth2-client-configuration",d=>{let f=r&&{redirect_uris:[Ad(r)],client_name:nP,post_logout_redirect_uris:[Ma(r)]},h=JSON.stringify(f??{error:"not_found"});return d.
answer(h,f===void 0?404:200,"application/json")}),u.get("/login/dashboard",async d=>{let f=t.dashboard;return f===void 0?de(e,d,"not-offered"):e.prefix!==f.path?
d.query("moved")!==void 0?de(e,d,"wrong-address"):d.redirect(`${f.clientId}/login/dashboard?moved=1`,302):d.redirect(oP(f,await o.begin(d)),302)}),u.post("/logi\
n/callback",async d=>{let f=await o.take(d),h=t.dashboard;if(h===void 0)return de(e,d,"not-offered");if(f.length===0)return de(e,d,"no-attempt");let p=await ut(
d),m=et(p,"state"),b=f.find(x=>m!==void 0&&bt(m,x.state));if(b===void 0)return de(e,d,"other-attempt");if(p.has("error"))return de(e,d,"denied");let w=await c(h,
p,b);if(w.status==="refused")return de(e,d,"unverified",w.what);if(w.status!=="verified")return de(e,d,w.status);let S=a.now();return s.usedStates.claim(b.state,
S+No,S)?(await i.begin(d,w.administrator),d.redirect(n.home,303)):de(e,d,"used")}),u.get("/login/callback",d=>d.redirect(n.login,303));async function c(d,f,{nonce:h}){
let p=et(f,"id_token"),m=et(f,"access_token");if(p===void 0)return{status:"refused",what:"no id token came"};if(m===void 0)return{status:"refused",what:"no acce\
ss token came"};let b=gw(d.authority.origin,e.http,a,s.authorityKeys);return xw({idToken:p,accessToken:m,nonce:h},d,b,a.now())}return u}function oP(e,{state:t,nonce:n}){
let r=new URL("/authorize",e.authority.origin);return r.search=new URLSearchParams({client_id:e.clientId,response_type:"token id_token",response_mode:"form_post",
redirect_uri:e.redirectUri,audience:e.apiAudience,scope:`openid profile email ${xd}`,expiration:String(rP),state:t,nonce:n}).toString(),r.href}function Nr(e,t){let n=e.get("sec-fetch-site");if(n!==null)return n==="same-origin"||n==="none";let r=e.get("origin");return r===null?!0:r==="null"?!1:t===void 0||
r===t}var _w=["GET","HEAD"];function Tw(e){return async t=>{let n=await e.sessions.read(t);if(n===void 0)return _w.includes(t.method)?t.redirect(e.paths.login,303):de(
e,t,"signed-out");t.visitor=n}}function Ow(e){return async t=>{if(_w.includes(t.method))return;let n=await e.sessions.read(t);if(n===void 0)return de(e,t,"signe\
d-out");if(!await Rd(e,t,n))return de(e,t,"foreign-form")}}async function Rd({baseUrl:e},t,n){if(!Nr(t.headers,e?.origin))return!1;let r=et(await ut(t),"csrf");
return r!==void 0&&bt(r,n.csrfToken)}var Ed=2160*60*6e4;function Mw(e,t){let n=un("log-export-known",e,{path:t,sameSite:"Strict",lifetimeMs:Ed});return{isKnown:async r=>(await n.read(r)).length>0,remember:r=>n.
write(r,{})}}var iP="log-export-form",kd=60*6e4,sP=32;function Pw(e,t,n){let r=un(iP,e,{path:t,sameSite:"Strict",lifetimeMs:kd});async function o(i){return(await r.read(i)).
map(({form:a})=>a).filter(a=>typeof a=="string")}return{async open(i){let[s]=await o(i),a=s??n(sP).toString("base64url");return await r.write(i,{form:a}),a},async isOwn(i,s){
return s!==void 0&&(await o(i)).some(a=>bt(a,s))},close:r.clear}}async function Fr({ways:e,paths:t,forms:n,renderPage:r},o,i){let{dashboard:s,password:a}=e,u=i?.statusCode??200,c=a===void 0?void 0:await n.open(o);return r(o,{
title:"Sign in",statusCode:u},g("div",{class:"narrow",children:[l("h1",{children:"Sign in"}),i!==void 0&&l(D,{tone:"bad",children:i.text}),s!==void 0&&l(uP,{way:s}),
c!==void 0&&l(cP,{action:t.password,form:c}),s===void 0&&c===void 0&&l(dP,{})]}))}function uP({way:e}){let{clientId:t,authority:n,tenantDomain:r}=e,o=new URL("/\
v2/logout",n.origin);return o.search=new URLSearchParams({client_id:t,returnTo:t}).toString(),g("section",{class:"card",children:[l("h2",{children:"With the Aut\
h0 dashboard"}),l("p",{children:`For administrators of ${r} who may read its logs.`}),l("p",{children:l("a",{class:"button",href:`${t}/login/dashboard`,children:"\
Sign in with Auth0"})}),g("p",{class:"faint",children:["Not your account? ",l("a",{href:o.href,children:"Sign out of the dashboard"})," first."]})]})}function cP({
action:e,form:t}){return g("section",{class:"card",children:[l("h2",{children:"With the page password"}),g("form",{method:"post",action:e,children:[l("input",{type:"\
hidden",name:"csrf",value:t}),l("label",{for:"password",children:"Password"}),l("input",{type:"password",id:"password",name:"password",autocomplete:"current-pas\
sword","aria-describedby":"password-hint",required:!0}),l("p",{class:"hint",id:"password-hint",children:"It is the setting PAGE_PASSWORD of the extension."}),l(
J,{children:"Sign in with the password"})]})]})}function dP(){return g("section",{class:"card",children:[l("h2",{children:"There is no way in yet"}),l("p",{children:`\
In the Auth0 dashboard, open the settings of this extension and set PAGE_PASSWORD: at least ${16} characters that nobody can guess. Then reload this page.`})]})}var lP={statusCode:403,text:"This form was open for too long, or this browser keeps no cookies. Please enter the password again."},fP={statusCode:403,text:"This\
 is not the page password. Upper and lower case count."};function Iw(e){let{ways:t,paths:n,baseUrl:r,forms:o,knownBrowsers:i,sessions:s,memory:a,clock:u}=e,c=Y();
return c.post("/login/password",async d=>{if(t.password===void 0)return de(e,d,"not-offered");if(!Nr(d.headers,r?.origin))return de(e,d,"foreign-form");let f=await ut(
d);if(!await o.isOwn(d,et(f,"csrf")))return Fr(e,d,lP);let p=await i.isKnown(d)?a.knownBrowserThrottle:a.passwordThrottle,m=u.now(),b=p.waitMs(m);return b>0?(d.
answerHeaders.set("retry-after",String(Math.ceil(b/1e3))),Fr(e,d,pP(b))):bt(Lw(et(f,"password")??""),Lw(t.password))?(o.close(d),await i.remember(d),await s.begin(
d,bw),d.redirect(n.home,303)):(p.recordWrong(m),Fr(e,d,fP))}),c.get("/login/password",d=>d.redirect(n.login,303)),c}function pP(e){let t=Math.ceil(e/6e4);return{
statusCode:429,text:`There were too many wrong passwords, so no browser that is new here can sign in with it for a while. Please wait ${t===1?"a minute":`${t} m\
inutes`}.`}}function Lw(e){return e.trim().normalize("NFC")}function Cw(e){return{scope:e===""?"/":e,loginScope:`${e}/login`,home:`${e}/`,login:`${e}/login`,password:`${e}/login/password`}}var mP="log-export-session",_d=120*6e4,hP=32;function Dw(e,t,n){let r=un(mP,e,{path:t,sameSite:"Lax",lifetimeMs:_d});return{async begin(o,{name:i,way:s}){let a=n(
hP).toString("base64url");await r.write(o,{name:i,way:s,csrf:a})},async read(o){return(await r.read(o)).map(yP).find(i=>i!==void 0)},end:r.clear}}function yP(e){
let{name:t,way:n,csrf:r}=e;if(!(typeof t!="string"||typeof r!="string")&&!(n!=="dashboard"&&n!=="password"))return{administrator:{name:t,way:n},csrfToken:r}}var Bw=require("node:crypto");var Nw="auth0-logs-to-azure-log-analytics",Fw="HS256",gP=32;function Hw(e,t,n,r){let o=`page: ${t}`,i=new Uint8Array((0,Bw.hkdfSync)("sha256",JSON.stringify(e),
"",o,gP)),s=`${t}+jwt`,a=n/1e3;return{sign(u){let c=Math.floor(r.now()/1e3);return new Tn({...u}).setProtectedHeader({alg:Fw,typ:s}).setIssuer(Nw).setAudience(t).
setIssuedAt(c).setExpirationTime(c+a).sign(i)},async read(u){if(u!==void 0)try{let{payload:c}=await Ot(u,i,{algorithms:[Fw],typ:s,issuer:Nw,audience:t,requiredClaims:[
"exp"],maxTokenAge:a,currentDate:new Date(r.now())});return c}catch{return}}}}function Uw(e){let t=bP(e),{paths:n,sessions:r}=t,o=Y();return o.get("/login",async i=>await r.read(i)===void 0?Fr(t,i):i.redirect(n.home,303)),o.post("/logout",
async i=>{let s=await r.read(i);return(s===void 0?Nr(i.headers,t.baseUrl?.origin):await Rd(t,i,s))?(r.end(i),i.redirect(n.login,303)):de(t,i,"foreign-form")}),o.
add(kw(t)).add(Iw(t)),{routes:o,requireAdministrator:Tw(t),requireIntent:Ow(t)}}function bP(e){let{settings:t,http:n,clock:r,memory:o,prefix:i,renderPage:s}=e,{
randomBytes:a=Td.randomBytes}=e,u=Rw(t),c=Cw(i),d=t.sessionSecret||(0,Td.randomBytes)(32).toString("base64url"),f=(S,x,A)=>Hw(A,S,x,r),h=[d,u.password??null],p=f(
"session",_d,h),m=f("known-browser",Ed,h),b=f("dashboard-login",No,[d]),w=f("password-form",kd,[d]);return{ways:u,paths:c,prefix:i,baseUrl:t.baseUrl,sessions:Dw(
p,c.scope,a),attempts:Aw(b,c.loginScope,a),forms:Pw(w,c.loginScope,a),knownBrowsers:Mw(m,c.loginScope),memory:o,http:n,clock:r,renderPage:s}}var $w=M(rt());var wP="Auth0Logs",SP=/^(?:LOGANALYTICS_DCR|AZURE)_/;function Kw(e,t){let n=Ww(e,"LOGANALYTICS_DESTINATION"),r={...e,LOGANALYTICS_DESTINATION:"both"},o=_a(r).filter(
({name:a})=>SP.test(a)),i=AP(t),s=EP(t,i[0]);return{step:xP(n,o,s),chosen:n,settings:o,sides:H.map(a=>({kind:a,logs:RP(i,a),place:re(t,a)})),sinceMs:i.at(-1)?.startedAtMs,
obstacles:s,classicTable:`${vP(r)}_CL`}}function vP(e){let{secrets:t}=Lt(e),n=Ww(e,"LOGANALYTICS_NAMESPACE"),r=xn(n,t).startsWith('"');return typeof n=="string"&&
r?n:wP}function Ww(e,t){let n=Lt(e).rows.find(({row:r})=>r.name===t)?.outcome;return n?.status==="read"?n.value:void 0}function xP(e,t,n){return e==="logs-inges\
tion"?"done":t.every(({origin:r})=>r==="not-set")?"deploy":e!=="both"||t.some(({problem:r})=>r!==void 0)?"set":n.length>0?"compare":"switch"}function AP(e){let t=K(
e).filter(({deliveries:r})=>r.length>0),n=t.findIndex(({deliveries:r})=>r.length===1);return n===-1?t:t.slice(0,n)}function RP(e,t){let n=e.flatMap(r=>r.deliveries);
return(0,$w.default)(n.map(({destination:r,logs:o})=>r===t?se(o):0))}function EP(e,t){if(t===void 0)return["No run has sent to both destinations yet."];let n=H.
flatMap(s=>{let a=wt(t,s)?.outcome;return a===void 0||a==="caught-up"?[]:`The last run to the ${$(s)} ended ${hd[a].text}.`}),[r,o]=H.map(s=>re(e,s)),i=e.deadLetters.
filter(({destination:s})=>s==="logs-ingestion");return[...n,...r===o?[]:["The two do not stand at the same place."],...i.length===0?[]:[`At the Logs Ingestion A\
PI, ${I(i.length,"dead letter waits","dead letters wait")}.`]]}var Od="Auth0LogEvents_CL";function Gw(e,t){let n=Pn(t);return`union isfuzzy=true
  (${e} | project IsNew = 0, LogId = log_id_s, Time = date_t),
  (${Od} | project IsNew = 1, LogId, Time = EventTime)
| where Time > ${n===void 0?"ago(1d)":`datetime(${n})`}
| summarize InOld = countif(IsNew == 0), InNew = countif(IsNew == 1) by LogId, Hour = bin(Time, 1h)
| summarize Old = countif(InOld > 0), New = countif(InNew > 0),
    OnlyOld = countif(InNew == 0), OnlyNew = countif(InOld == 0) by Hour
| order by Hour desc`}var kP=[["Destination",({kind:e})=>$(e),"name"],["Logs",({logs:e})=>j(e),"number"],["Goes on after",({place:e})=>l(ka,{id:e})]];function Vw({prefix:e,standing:t}){
let{step:n,chosen:r,settings:o,sides:i,sinceMs:s,classicTable:a}=t,u=r==="both";return g(E,{children:[l("h1",{children:"Switch to the Logs Ingestion API"}),n===
"done"?g(D,{tone:"good",children:["The switch is done: the logs go by the Logs Ingestion API only. It can be undone: with"," ",l("code",{children:"both"})," or ",
l("code",{children:"data-collector"}),", the old destination goes on where it stopped, as far as Auth0 still has the logs."]}):g(E,{children:[!u&&l(Ea,{children:"\
Step by step, no log is lost on the way to its successor: for a while both get all."}),g("ol",{class:"steps",children:[l(Fo,{here:n,step:"deploy",title:"1. Depl\
oy the table and the rule",children:g("p",{children:["The repository has a template that makes them; ",l("code",{children:"deploy/azure/README.md"})," ","leads \
through it. What Azure needs stands in the README, chapter “Sending by the Logs Ingestion API”."]})}),g(Fo,{here:n,step:"set",title:"2. Enter the settings",
children:[g("p",{children:["In the Auth0 dashboard, enter what the deployment put out, and set"," ",l("code",{children:"LOGANALYTICS_DESTINATION"})," to ",l("co\
de",{children:"both"}),"; now it is"," ",l("code",{children:String(r??"not well-formed")}),". The new destination begins where the old one stands."]}),l(Ta,{settings:o})]}),
g(Fo,{here:n,step:"compare",title:"3. Compare",children:[g("p",{children:[l("a",{href:`${e}/actions`,children:"Test the connections"}),", and wait until both ar\
e caught up."]}),s!==void 0&&g(E,{children:[g("p",{children:["What both got in the runs since ",l(W,{atMs:s}),":"]}),l(yt,{label:"Both destinations",columns:kP,
items:i})]}),g("p",{children:["In Azure, this counts the logs of each hour in both tables; ",l("code",{children:"OnlyOld"})," is what the new one lacks. New row\
s may take 15 minutes. Which name your new table has is not known here: ",l("code",{children:Od})," is what the template proposes."]}),l("pre",{tabindex:0,children:Gw(
a,s)})]}),g(Fo,{title:"4. Copy the history, if you want it",children:[l("p",{children:"What Auth0 still has of the time before can be sent to the new table, too\
. New logs reach it when the copy has caught up. The old table is not touched."}),u&&s!==void 0&&l("p",{children:l("a",{class:"button quiet",href:`${e}/checkpoi\
nt?to=beginning&destination=logs-ingestion`,children:"Show what copying means"})})]}),g(Fo,{here:n,step:"switch",title:"5. Switch over",children:[g("p",{children:[
"Set ",l("code",{children:"LOGANALYTICS_DESTINATION"})," to ",l("code",{children:"logs-ingestion"}),". It can be undone: the old destination goes on where it st\
opped."]}),l(_P,{standing:t})]})]})]})]})}function Fo({here:e,step:t,title:n,children:r}){let o=t!==void 0&&e===t;return g("li",{class:"card","aria-current":o&&
"step",children:[g("h2",{children:[n," ",o&&l("span",{class:"badge busy",children:"you are here"})]}),r]})}function _P({standing:{step:e,chosen:t,obstacles:n}}){
return e==="switch"?l(D,{tone:"good",children:"Now is a good moment: both are caught up at the same place, and no dead letter of the new one waits."}):l(D,{tone:"\
warning",word:"Not yet",children:(t==="both"?n:["Both destinations have to be in use first."]).map(o=>l("p",{children:o}))})}var jw={title:"Switch",section:"actions"};function qw(e){let{prefix:t,values:n}=e;return Y().get("/switch",r=>ze(e,r,jw,o=>e.render(r,jw,l(Vw,{prefix:t,standing:Kw(
n,o)}))))}async function zw(e,t){let n=ib(),{settings:r}=Ig(e.values);function o({visitor:h}){let p={prefix:e.prefix,nonce:n,style:e.assets.style};return h===void 0?p:{...p,
visitor:h}}function i(h,p,m){let{statusCode:b=200,...w}=p,S=l(sb,{frame:o(h),...w,children:m});return h.answer(S.toString(),b,"text/html")}let s={...e,frameOf:o,
render:i},a=Uw({settings:{...r,sessionSecret:r.clientSecret??r.extensionSecret},http:e.http,clock:e.clock,prefix:e.prefix,memory:e.memory.signIn,renderPage:i}),
u=Y().add(a.routes).add(rb(s,r)).guard(a.requireAdministrator).guard(a.requireIntent).get("/page.js",h=>h.answer(e.assets.script,200,"text/javascript")),c=[Qb,fw,
Qg,Yg,pw,qw];for(let h of c)u.add(h(s));function d(h){return i(h,{title:"Not found",statusCode:404},l("h1",{children:"There is no such page"}))}let f=Cg(t);try{
return ed(await Ng(u,f,d),n)}catch{return ed(f.answer(`internal error
`,500,"text/plain"),n)}}function Md(){let e=[];function t(n){return e.filter(r=>Math.abs(n-r)<9e5)}return{waitMs(n){let r=t(n),[o]=r;return r.length<5||o===void 0?0:Math.min(9e5,o+9e5-
n)},recordWrong(n){e=[...t(n),n].slice(-5)}}}function Yw(){let e=new Map;return{claim(t,n,r){if(e.has(t))return!1;for(let[i,s]of e)s<r&&e.delete(i);let[o]=e.keys();return e.size>=1e3&&o!==void 0&&e.delete(
o),e.set(t,n),!0}}}function Jw(){return{authorityKeys:yw(),usedStates:Yw(),passwordThrottle:Md(),knownBrowserThrottle:Md()}}var TP=3e3,OP={signIn:Jw(),oldestLog:{}};async function Xw(e,t,n,r,o){let i=Li();try{let s=vo(),a=MP(e,t);await rg(await zw({values:e,store:t,clock:s,http:i,work:a,
memory:OP,assets:ng,prefix:n},r),o)}finally{i.close()}}function MP(e,t){let n=Tr(e);if(!n.ok){let{problems:i}=n,s=a=>js(i,t,{trigger:"administrator",by:a});return{
runExport:s,runReplay:s,testConnections:async()=>[{what:"sign-in",isOk:!1,text:ec(i)}],oldestLogAtMs:async()=>{},openDeadLetter:()=>{}}}let{settings:r}=n,o=zi(ar(
r.auth0.clientSecret,"dead letter"));return{runExport:i=>Vs(r,t,{trigger:"administrator",by:i}),runReplay:(i,s)=>jy(r,t,{trigger:"administrator",by:i},s),testConnections:()=>Xy(
r),async oldestLogAtMs({tokens:i}){let s=await Jy(r,i,TP);return s.status==="found"?s.atMs:void 0},openDeadLetter:({content:i})=>i===void 0?void 0:o.unlock(i)?.
toString("utf8")}}var PP={"caught-up":"caught up: nothing was left to export","out-of-time":"out of time: the next run goes on where this one ended","rate-limited":"rate limited:\
 the next run goes on where this one ended",stopped:"stopped",misconfigured:"misconfigured: nothing is exported until this is put right"};function Zw(e){let t=e.
deliveries.map(LP),r=e.work==="replay"&&e.outcome==="caught-up"?"replayed dead letters":PP[e.outcome];return[`Run ${e.runId} ${r}${e.reason===void 0?".":`: ${e.
reason}.`}`,...(e.problems??[]).map(o=>`  Problem: ${o}`),...(e.warnings??[]).map(o=>`  Note: ${o}`),...t.map(o=>`  ${o}`),`  ${IP(e)}`].join(`
`)}function LP(e){let{destination:t,logs:n,batches:r,bytes:o,retries:i,truncatedRecords:s,checkpoint:a}=e,{deadLetters:u=0}=e,c=(o/1e6).toFixed(1),d=s===0?"":`,\
 ${s} shortened to fit`,f=u===0?"":`, ${u} kept as dead letters`;return`${t}: ${Br(n,"log","logs")} in ${Br(r,"batch","batches")} (${c} MB), ${Br(i,"retry","ret\
ries")}${d}${f}; continues after ${a}`}function IP(e){let{pages:t,pageRetries:n,startedAtMs:r,endedAtMs:o,lagMs:i,capacityLogs:s}=e,a=((o-r)/1e3).toFixed(1),u=i===
void 0?"unknown":`${(i/1e3).toFixed(1)} s`,c=s===void 0?"":`; one run can carry about ${Br(s,"log","logs")}`;return`${Br(t,"page","pages")}, ${Br(n,"retry","ret\
ries")}, ${a} s; lag ${u}${c}`}function Br(e,t,n){return`${e} ${e===1?t:n}`}var CP=/^(?:\/[\w.~-]+)*$/;function Qw(e,t){let n=t==="/"&&!e.endsWith("/");if(!n&&!e.endsWith(t))return;let r=n?e:e.slice(0,e.length-t.length);return CP.test(r)?
r:void 0}var DP=["authorization","content-type","cookie","origin","sec-fetch-site"],eS=["POST","PUT"],NP=["GET","HEAD",...eS],FP="http://extension.invalid";async function tS(e,t,n){
let r=e.method??"";if(!NP.includes(r))return{status:"refused",statusCode:405};let o=eS.includes(r)?await BP(e,n):void 0;if(o==="too-large")return{status:"refuse\
d",statusCode:413};let i=new Headers;for(let s of DP){let a=e.headers[s];typeof a=="string"&&i.set(s,a)}try{let s={method:r,headers:i,...o===void 0?{}:{body:o}};
return{status:"request",request:new Request(FP+t,s)}}catch{return{status:"refused",statusCode:400}}}async function BP(e,t){let n=t.body_raw??t.body;if(n===void 0)
return UP(e);e.resume();let r=Buffer.from(typeof n=="string"?n:HP(n));return r.length>128e3?"too-large":r}function HP(e){let t=new URLSearchParams;for(let[n,r]of Object.
entries(Object(e)))for(let o of Array.isArray(r)?r:[r])t.append(n,String(o));return t.toString()}async function UP(e){let t=[],n=0;for await(let r of e){let o=Buffer.
from(r);if(n+=o.length,n>128e3)return e.resume(),"too-large";t.push(o)}return Buffer.concat(t)}var AS=M(vS());var Pd=class extends Error{name="TimeoutError"};async function Ld(e,t){let n,r=new Promise((o,i)=>{let s=`no answer in ${Math.round(t)} ms`;n=setTimeout(()=>i(new Pd(
s)),Math.max(0,t))});try{return await Promise.race([e,r])}finally{clearTimeout(n)}}function RS(e){let t=new AS.default(e,{force:0}),n=0;return{async read(r){n+=1;let o=String(n),i=!1,s=t.read().finally(()=>{i&&(n+=1)});try{let a=await Ld(s,r);
return{status:"read",document:KP(a)?void 0:a,version:o}}catch(a){return i=!0,{status:"failed",reason:`the webtask storage failed: ${xS(a)}`}}},async write(r,o,i){
if(o!==String(n))return{status:"conflict"};try{return await Ld(t.write(r),i),{status:"written",version:o}}catch(s){return WP(s)?(n+=1,{status:"conflict"}):{status:"\
failed",reason:`the webtask storage failed: ${xS(s)}`,isTooLarge:VP(s,r)}}}}}function KP(e){return typeof e!="object"||e===null||Array.isArray(e)?!1:Object.keys(
e).length===0}function WP(e){if(typeof e!="object"||e===null)return!1;let{code:t,conflict:n}=e;return t===409||n!==void 0}var GP=1e5;function VP(e,t){let n=e?.code;
return n===413?!0:n===400&&Buffer.byteLength(JSON.stringify(t))>GP}function xS(e){return(e instanceof Error?e.message:typeof e).slice(0,200)}function jP(e,t,n){let r=(0,OS.fromExpress)(o=>{qP(e,o,n).catch(()=>_S(n))});try{r(e,t,n)}catch{_S(n)}}async function qP(e,t,n){let{secrets:r={},storage:o}=e,i=RS(
o),s=t.url??"/",a=ES(s);if(a==="/"&&t.method==="POST"){t.resume();let d=await zP(r,i);return Id(n,JP(d)?500:200,YP(d))}let u=Qw(ES(t.originalUrl??s),a);if(u===void 0)
return kS(t,n,404);let c=await tS(t,s,e);if(c.status==="refused")return kS(t,n,c.statusCode);await Xw(r,i,u,c.request,n)}function ES(e){return e.split("?",1)[0]??
"/"}async function zP(e,t){let n={trigger:"schedule"},r=Tr(e),o=r.ok?await Vs(r.settings,t,n):await js(r.problems,t,n);o.status==="ran"&&TS(Zw(o.report));for(let i of o.
healthProblems??[])TS(`  Note: ${i}`);return o}function YP(e){return e.status==="ran"?e.report.outcome:e.status}function JP(e){return e.status!=="ran"?!1:e.report.
outcome==="stopped"||e.report.outcome==="misconfigured"}var XP={400:`bad request
`,404:`not found
`,405:`method not allowed
`,413:`too large
`};function kS(e,t,n){e.resume(),Id(t,n,XP[n])}var ZP={"content-type":"text/plain; charset=utf-8","x-content-type-options":"nosniff","cache-control":"no-store",
"content-security-policy":"default-src 'none'; frame-ancestors 'none'","referrer-policy":"same-origin"};function Id(e,t,n){e.statusCode=t;for(let[r,o]of Object.
entries(ZP))e.setHeader(r,o);e.end(n)}function _S(e){e.headersSent?e.destroy():Id(e,500,`internal error
`)}function TS(e){console.log(e)}0&&(module.exports={webtask});
module.exports = module.exports.webtask;
